use super::*;

#[test]
fn reads_the_times_of_many_tools() {
    /// 2025-01-02T13:03:59Z
    const AT: Timestamp = Timestamp(1_735_823_039_000);
    for text in [
        "2025-01-02T13:03:59Z",
        "\"2025-01-02T13:03:59Z\",",
        "2025-01-02T13:03:59.123Z",
        "2025-01-02T13:03:59UTC",
        "2025-01-02T13:03:59 UTC",
        "2025-01-02 13:03:59 GMT",
        "2025-01-02 13:03:59 +0000 UTC",
        "2025-01-02T13:03:59Z[UTC]",
        "2025-01-02T14:03:59+01:00",
        "2025-01-02T08:03:59-0500",
        "2025/01/02 13:03:59 UTC",
        "20250102T130359Z",
        "2025-01-02T13:03:59Z; export AWS_REGION=us-east-1",
        "2025-01-02T13:03:59Z AWS_REGION=us-east-1",
        "2025-01-02T13:03:59Z export AWS_REGION=us-east-1",
        "2025-01-02T13:03:59Z, next",
        "2025-01-02T13:03:59Z' }",
        "2025-01-02T13:03:59Z # soon",
        "new Date(\"2025-01-02T13:03:59.000Z\") },",
        "new Date(1735823039000),",
        "ISODate('2025-01-02T13:03:59Z')",
        "Instant.parse(\"2025-01-02T13:03:59Z\")",
        "datetime.datetime(2025, 1, 2, 13, 3, 59, tzinfo=tzutc()),",
        "datetime.datetime(2025, 1, 2, 13, 3, 59, tzinfo=datetime.timezone.utc)}",
        "\\/Date(1735823039000)\\/",
        "/Date(1735823039000+0100)/",
        "1735823039",
        "1735823039.5",
        "1735823039000",
        "1735823039000000",
        "1735823039000000000",
        "Thu, 02 Jan 2025 13:03:59 GMT",
        "Thu, 2 Jan 2025 13:03:59 +0000",
        "Thu, 02 Jan 2025 08:03:59 EST",
        "Thu Jan  2 13:03:59 UTC 2025",
        "Thu Jan 02 2025 14:03:59 GMT+0100 (Central European Standard Time)",
        "Thursday, January 2, 2025 1:03:59 PM UTC",
        "1/2/2025 1:03:59 PM +00:00",
        "02-Jan-2025 13:03:59 UTC",
    ] {
        let read = read(text).unwrap_or_else(|| panic!("not read: {text}"));
        assert_eq!(read.at.0.div_euclid(1_000), AT.0.div_euclid(1_000), "{text}");
        assert_eq!(read.zone, Zone::Stated, "{text}");
    }
    for text in [
        "2025-01-02T13:03:59",
        "2025-01-02 13:03:59",
        "01/02/2025 1:03:59 PM",
        "1/2/2025 13:03:59",
        "02.01.2025 13:03:59",
        "Thu Jan  2 13:03:59 2025",
        "Thursday, January 2, 2025 1:03:59 PM",
        "Jan 2, 2025, 1:03:59 PM",
    ] {
        assert_eq!(read(text), Some(Moment { at: AT, zone: Zone::Assumed }), "{text}");
    }
    let noon = Timestamp::parse("2025-01-02T12:00:00Z").unwrap();
    for text in ["1/2/2025 12:00 PM UTC", "2025-01-02T12:00Z", "13/1/2025 12:00:00 UTC"] {
        let expected = if text.starts_with("13") { noon.plus_ms(11 * 24 * HOUR_MS) } else { noon };
        assert_eq!(read(text), Some(stated(expected)), "{text}");
    }
    assert_eq!(read("1/2/2025 12:00 AM Z").map(|read| read.at), Some(noon.plus_ms(-12 * HOUR_MS)));
}

#[test]
fn does_not_guess_at_a_time() {
    for text in [
        "",
        "tomorrow",
        "in 1 hour",
        "PT1H",
        "2025-01-02",
        "13:03:59",
        "2025-01-02T13:03:59 XYZT",
        "-5",
        "1e300",
        "2025-13-02T00:00:00Z",
        "1/2/25 1:03 PM",
        "30/30/2025 10:00:00",
        "13:03:59 PM 1/2/2025",
        "+",
        "(",
        "new Date()",
        "datetime.datetime(2025, 1, 2, 13, 3, tzinfo=tzlocal())",
        "\u{7d9}-01-02T00:00:00Z",
        "Date(",
        "/Date(x)/",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}
