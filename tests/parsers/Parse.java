import com.sun.source.util.JavacTask;
import java.io.File;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Parses Java files with the JDK's own compiler, without resolving a name. Prints the errors. */
public class Parse {
    public static void main(String[] files) throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new DiagnosticCollector<JavaFileObject>();
        try (var manager = compiler.getStandardFileManager(errors, null, null)) {
            var sources = manager.getJavaFileObjectsFromFiles(List.of(files).stream().map(File::new).toList());
            ((JavacTask) compiler.getTask(null, manager, errors, null, null, sources)).parse().forEach(unit -> {});
        }
        errors.getDiagnostics().forEach(System.out::println);
        System.exit(errors.getDiagnostics().isEmpty() ? 0 : 1);
    }
}
