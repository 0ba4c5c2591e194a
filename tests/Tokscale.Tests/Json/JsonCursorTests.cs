using System.Text;
using System.Text.Json;
using Tokscale.Core.Json;
using Xunit;

namespace Tokscale.Tests.Json;

public class JsonCursorTests
{
    public static TheoryData<string> Texts() =>
    [
        "{}", "[]", "null", "true", "false", "0", "-0", "12.5e-3", "\"\"", "\"a\\u00e9\\n\"", " { \"a\" : [ 1 , { } , \"x\" ] } ",
        "{\"a\":{\"b\":[[],[1,2],{\"c\":null}]},\"d\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
        "", " ", "{", "}", "[", "]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "[1,]", "[,1]", "[1 2]", "{\"a\":1 \"b\":2}", "{a:1}", "{'a':1}",
        "{\"a\":1}}", "[1]]", "[}", "{]", "[{]}", "tru", "truee", "nul", "NaN", "Infinity", "01", "-", "1.", ".5", "1e", "1e+", "+1", "0x10", "1_0",
        "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\n\"", "\"\0\"", "\"\u001f\"", "{\"a\":\"b}", "[1]garbage", "{} {}",
    ];

    [Theory, MemberData(nameof(Texts))]
    public void A_text_is_accepted_exactly_when_the_framework_accepts_it(string text) => AssertAgree(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Damaged_texts_are_accepted_exactly_when_the_framework_accepts_them()
    {
        byte[] text = """{"type":"assistant","n":[1,-2.5e3,{"k":null}],"s":"a\"b\\cd","t":true,"o":{"x":{"y":[[]]}}}"""u8.ToArray();
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] damaged = text.ToArray();
            for (int count = random.Next(1, 4); count > 0; count--) damaged[random.Next(damaged.Length)] = (byte)random.Next(0x20, 0x7F);
            if (round % 3 == 0) damaged = damaged[..random.Next(damaged.Length)];
            AssertAgree(damaged);
        }
    }

    [Fact]
    public void Strings_full_of_escapes_end_exactly_where_the_framework_ends_them()
    {
        var random = new Random(29);
        string[] parts = ["\\n", "\\\"", "\\\\", "\\\\\\\\n", "\\t", "\\/", "\\b", "\\f", "\\r", "\\u001b", "\\u00e9", "x", "some text ", "é", "nbrtfu/"];
        string[] faults = ["\\", "\"", "\n", "\t", "\\x", "\\u12", "\\u00g0", "\\\\\\", "\\ "];
        for (int round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder("[\"");
            int partCount = random.Next(0, 60), faultAt = random.Next(2) == 0 ? random.Next(partCount + 1) : -1;
            for (int part = 0; part < partCount; part++)
            {
                if (part == faultAt) text.Append(faults[random.Next(faults.Length)]);
                text.Append(parts[random.Next(parts.Length)]);
            }
            text.Append("\",1]").Append(' ', random.Next(80));
            AssertAgree(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    [Fact]
    public void Every_byte_behind_a_backslash_is_judged_as_the_framework_judges_it_wherever_it_stands()
    {
        byte[] behind = Encoding.UTF8.GetBytes(new string('0', 90) + '"');
        for (int letter = 0; letter <= byte.MaxValue; letter++)
        {
            for (int before = 0; before < 80; before++)
                AssertAgree([(byte)'"', .. Enumerable.Repeat((byte)'a', before), (byte)'\\', (byte)letter, .. behind]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\\\"\\\\")]
    [InlineData("\\n")]
    [InlineData("\\x")]
    [InlineData("\n")]
    [InlineData("\\")]
    public void What_follows_a_long_run_without_escapes_is_judged_as_the_framework_judges_it(string end)
    {
        // The run is crossed in its own way once it is a kilobyte long, and left for what interrupts it.
        for (int length = 900; length < 1300; length++)
            AssertAgree(Encoding.UTF8.GetBytes($"[\"{new string('a', length)}{end}{new string('b', 2000)}{end}\",1]{new string(' ', 80)}"));
    }

    [Theory]
    [InlineData("12", 12L)]
    [InlineData("0", 0L)]
    [InlineData("-0", 0L)]
    [InlineData("-5", null)]
    [InlineData("3.9", 3L)]
    [InlineData("1e3", 1000L)]
    [InlineData("1.5e1", 15L)]
    [InlineData("9007199254740991", 9007199254740991L)]
    [InlineData("9007199254740992", null)]
    [InlineData("1e308", null)]
    [InlineData("1e999", null)]
    [InlineData("18446744073709551616", null)]
    [InlineData("-1e999", null)]
    [InlineData("\"12\"", null)]
    [InlineData("null", null)]
    [InlineData("true", null)]
    [InlineData("[1]", null)]
    [InlineData("{\"a\":1}", null)]
    public void A_count_is_whole_and_anything_that_is_none_is_refused(string text, long? expected)
    {
        var json = new JsonCursor(Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected, json.ReadCount());
        Assert.True(json.IsAtEnd);
        Assert.Equal(expected is null && text != "null", json.HasRefused);
    }

    [Fact]
    public void A_number_of_a_hundred_thousand_digits_is_refused()
    {
        var json = new JsonCursor(Encoding.UTF8.GetBytes(new string('9', 100_000)));
        Assert.Null(json.ReadCount());
        Assert.True(json.HasRefused);
    }

    [Fact]
    public void Escaped_names_and_texts_are_read_as_what_they_mean()
    {
        var json = new JsonCursor("""{"\u0075sage":"a\ud83d\ude00\ud800b"}"""u8);
        Assert.True(json.TryBeginObject());
        Assert.True(json.TryReadName(out JsonText name));
        Assert.True(name.Is("usage"u8));
        Assert.Equal("a😀\uFFFDb", json.ReadText().ToString());
        Assert.False(json.TryReadName(out _));
        Assert.True(json.IsAtEnd);
    }

    [Fact]
    public void A_field_of_another_kind_is_skipped_and_reading_goes_on_behind_it()
    {
        var json = new JsonCursor("""{"a":[1,{"x":2}],"b":"text","c":{"d":[]},"e":7}"""u8);
        Assert.True(json.TryBeginObject());
        Assert.True(json.TryReadName(out _));
        Assert.False(json.TryBeginObject());
        Assert.True(json.TryReadName(out _));
        Assert.Null(json.ReadCount());
        Assert.True(json.TryReadName(out _));
        Assert.True(json.ReadText().IsEmpty);
        Assert.True(json.TryReadName(out JsonText last));
        Assert.True(last.Is("e"u8));
        Assert.Equal(7, json.ReadCount());
        Assert.False(json.TryReadName(out _));
        Assert.True(json.IsAtEnd);
    }

    [Theory]
    [InlineData(63), InlineData(64), InlineData(65), InlineData(128), InlineData(JsonCursor.DepthMax)]
    public void Nesting_up_to_the_limit_is_crossed_and_checked(int depth)
    {
        string mixed = string.Concat(Enumerable.Range(0, depth).Select(level => level % 3 == 0 ? "{\"a\":" : "["));
        string closing = string.Concat(Enumerable.Range(0, depth).Reverse().Select(level => level % 3 == 0 ? "}" : "]"));
        Assert.True(Accepts(Encoding.UTF8.GetBytes(mixed + "1" + closing)));
        Assert.False(Accepts(Encoding.UTF8.GetBytes(mixed + "1" + closing[..^1])));
        Assert.False(Accepts(Encoding.UTF8.GetBytes(mixed + "1" + closing[..^1] + (closing[^1] == '}' ? ']' : '}'))));
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_refused_in_linear_time()
    {
        Assert.False(Accepts(Encoding.UTF8.GetBytes(new string('[', 2_000_000))));
        Assert.False(Accepts(Encoding.UTF8.GetBytes(new string('[', JsonCursor.DepthMax + 1) + new string(']', JsonCursor.DepthMax + 1))));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_pass_inside_strings() => Assert.True(Accepts([(byte)'"', 0xFF, 0xFE, 0xC3, (byte)'"']));

    [Theory]
    [InlineData("0.0123", "0.0123"), InlineData("0", "0"), InlineData("1e-7", "0.0000001"), InlineData("-1", null), InlineData("1e999", null), InlineData("\"1\"", null)]
    public void Money_is_read_as_written_or_not_at_all(string text, string? expected)
    {
        var json = new JsonCursor(Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected is null ? null : decimal.Parse(expected), json.ReadMoney());
    }

    private static void AssertAgree(byte[] text) => Assert.True(IsValid(text) == Accepts(text), Encoding.UTF8.GetString(text));

    private static bool Accepts(byte[] text)
    {
        var json = new JsonCursor(text);
        json.SkipValue();
        return json.IsAtEnd;
    }

    /// <summary>What the framework's reader says.</summary>
    internal static bool IsValid(byte[] text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonCursor.DepthMax });
        try
        {
            if (!reader.Read()) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
