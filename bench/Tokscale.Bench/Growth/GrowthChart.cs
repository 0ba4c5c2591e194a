using System.Globalization;
using System.Text;

namespace Tokscale.Bench.Growth;

/// <summary>A plot with logarithmic axes, on which growth in proportion is a line of 45 degrees.</summary>
public static class GrowthChart
{
    private const int Width = 640, Height = 400, Left = 70, Right = 20, Top = 40, Bottom = 50;

    private static readonly string[] s_colours = ["#3366cc", "#dc7633"];

    /// <param name="title">What it shows.</param>
    /// <param name="across">Unit of the first number of a point, above 0.</param>
    /// <param name="up">Unit of the second number, above 0.</param>
    /// <param name="lines">The lines, each with its name.</param>
    public static string Draw(string title, string across, string up, IReadOnlyList<(string Name, (double X, double Y)[] Points)> lines)
    {
        (double X, double Y)[] all = [.. lines.SelectMany(line => line.Points)];
        (double First, double Last) x = Decades(all.Select(point => point.X)), y = Decades(all.Select(point => point.Y));
        double ToX(double value) => Left + (Math.Log10(value) - x.First) / (x.Last - x.First) * (Width - Left - Right);
        double ToY(double value) => Height - Bottom - (Math.Log10(value) - y.First) / (y.Last - y.First) * (Height - Top - Bottom);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12" fill="#777">
            <text x="{Left}" y="22" font-size="15">{title}</text>
            <text x="{Width - Right}" y="{Height - 12}" text-anchor="end">{across}</text>
            <text x="8" y="{Top - 6}">{up}</text>

            """);
        for (double decade = x.First; decade <= x.Last; decade++)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{ToX(Math.Pow(10, decade)):F1} {Top}V{Height - Bottom}\" stroke=\"#ccc\"/><text x=\"{ToX(Math.Pow(10, decade)):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Math.Pow(10, decade):N0}</text>\n");
        for (double decade = y.First; decade <= y.Last; decade++)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {ToY(Math.Pow(10, decade)):F1}H{Width - Right}\" stroke=\"#ccc\"/><text x=\"{Left - 8}\" y=\"{ToY(Math.Pow(10, decade)) + 4:F1}\" text-anchor=\"end\">{Math.Pow(10, decade):N0}</text>\n");
        for (int line = 0; line < lines.Count; line++)
        {
            string path = string.Join('L', lines[line].Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{ToX(point.X):F1} {ToY(point.Y):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{path}\" fill=\"none\" stroke=\"{s_colours[line]}\" stroke-width=\"2\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + 12}\" y=\"{Top + 16 + 18 * line}\" fill=\"{s_colours[line]}\">{lines[line].Name}</text>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static (double First, double Last) Decades(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double first = Math.Floor(Math.Log10(all.Min())), last = Math.Ceiling(Math.Log10(all.Max()));
        return (first, Math.Max(last, first + 1));
    }
}
