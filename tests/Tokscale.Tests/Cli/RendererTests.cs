using System.Text.Json;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Reports;
using Tokscale.Core.Scanning;
using Tokscale.Terminal;
using Xunit;

namespace Tokscale.Tests.Cli;

public sealed class RendererTests
{
    private static readonly System.Globalization.CultureInfo s_culture = System.Globalization.CultureInfo.InvariantCulture;

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Tables_are_as_reviewed_at_every_width(int width)
    {
        ScreenStyle style = new(width, HasColour: false, HasUnicode: true);

        Golden.Match("Cli", $"table-models-{width}.txt", Table(SampleReport.ByModel(), style));
        Golden.Match("Cli", $"table-sessions-{width}.txt", Table(SampleReport.BySession(), style));
    }

    [Fact]
    public void A_terminal_without_unicode_gets_ascii_only() =>
        Assert.All(Table(SampleReport.BySession(), new ScreenStyle(80, HasColour: false, HasUnicode: false)), c => Assert.True(char.IsAscii(c)));

    [Fact]
    public void A_terminal_with_colour_gets_escape_codes() =>
        Assert.Contains("\u001b[", Table(SampleReport.ByModel(), new ScreenStyle(80, HasColour: true, HasUnicode: true)));

    [Fact]
    public void Every_other_form_shows_the_same_rows_as_reviewed()
    {
        ReportTable table = UsageTable.Of(SampleReport.ByModel(), "Usage by client and model");

        Golden.Match("Cli", "models.csv", new DelimitedRenderer(',', ReportZone.Utc).Render(table));
        Golden.Match("Cli", "models.tsv", new DelimitedRenderer('\t', ReportZone.Utc).Render(table));
        Golden.Match("Cli", "models.md", new MarkdownRenderer(Currency.UsDollar, ReportZone.Utc).Render(table));
        Golden.Match("Cli", "models.ndjson", System.Text.Encoding.UTF8.GetString(new NdjsonRenderer(ReportZone.Utc).Render(table)));
        Golden.Match("Cli", "models.html", new HtmlRenderer(Currency.UsDollar, ReportZone.Utc).Render(table));
        Golden.Match("Cli", "models.json", Json(SampleReport.ByModel()));
        Golden.Match("Cli", "sessions.json", Json(SampleReport.BySession()));
    }

    [Fact]
    public void Another_currency_changes_what_people_see_and_nothing_else()
    {
        ReportTable table = UsageTable.Of(SampleReport.ByModel(), "Usage");

        Assert.Contains("€11.34", new MarkdownRenderer(new Currency("EUR", 0.92m), ReportZone.Utc).Render(table));
        Assert.Contains(",12.3259445,", new DelimitedRenderer(',', ReportZone.Utc).Render(table));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("-x", "'-x")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=\"a\"", "\"'=\"\"a\"\"\"")]
    [InlineData("two\nlines", "two<U+000A>lines")]
    public void A_text_in_csv_is_quoted_and_is_no_formula(string text, string field)
    {
        var table = new ReportTable("T", [new ReportColumn("model", "Model", ColumnKind.Text)], [[Cell.Of(text)]]);

        Assert.Equal($"model\r\n{field}\r\n", new DelimitedRenderer(',', ReportZone.Utc).Render(table));
    }

    [Fact]
    public void Markup_in_names_does_not_act_in_markdown_and_html()
    {
        var table = new ReportTable("T", [new ReportColumn("model", "Model", ColumnKind.Text)], [[Cell.Of("<script>|`x`")]]);

        Assert.Contains("| \\<script\\>\\|\\`x\\` |", new MarkdownRenderer(Currency.UsDollar, ReportZone.Utc).Render(table));
        Assert.Contains("<td>&lt;script&gt;|`x`</td>", new HtmlRenderer(Currency.UsDollar, ReportZone.Utc).Render(table));
    }

    [Theory]
    [InlineData("a\u001b[31m\u202e\u0085\u007f\u200b", "a\\u001b[31m\\u202e\\u0085\\u007f\\u200b")]
    [InlineData("模型 é <>&'+", "模型 é <>&'+")]
    [InlineData("😀", "😀")]
    [InlineData("q\"\\", "q\\\"\\\\")]
    [InlineData("\U000E0041", "\\udb40\\udc41")]
    public void Json_escapes_what_could_act_on_a_terminal_and_nothing_else(string text, string escaped)
    {
        string json = System.Text.Encoding.UTF8.GetString(JsonText.Write(writer => writer.WriteStringValue(text)));

        Assert.Equal($"\"{escaped}\"\n", json);
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal(text, document.RootElement.GetString());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(20_000, 7)]
    [InlineData(3, 100_000)]
    public void Json_of_any_size_is_the_same_when_it_is_written_piece_by_piece(int count, int length)
    {
        void WriteNames(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteNames("names", Enumerable.Range(0, count).Select(number => new string((char)('a' + number % 26), length)));
            json.WriteEndObject();
        }

        using var stream = new MemoryStream();
        JsonText.WriteTo(stream, WriteNames);

        Assert.Equal(JsonText.Write(WriteNames), stream.ToArray());
    }

    [Theory]
    [InlineData("1.50", "1.5")]
    [InlineData("0.12345678905", "0.123456789")]
    [InlineData("100", "100")]
    [InlineData("0.0000000001", "0.0000000001")]
    public void Money_has_at_most_ten_decimals_and_no_zeros_at_its_end(string amount, string written) =>
        Assert.Equal(written, JsonText.Plain(decimal.Parse(amount, s_culture)).ToString(s_culture));

    private static string Table(UsageReport report, ScreenStyle style) =>
        new TableRenderer(style, Currency.UsDollar, ReportZone.Utc).Render(UsageTable.Of(report, "Usage by client and model"));

    private static string Json(UsageReport report)
    {
        var envelope = new JsonEnvelope("models", ReportZone.Utc, CliRun.Now, 5)
        {
            Diagnostics = new ScanDiagnostics(0, 0, 0, 0, 0, Array.Empty<Problem>()),
        };
        return System.Text.Encoding.UTF8.GetString(JsonText.Write(new UsageJson(report, envelope, clients: null).Write));
    }
}
