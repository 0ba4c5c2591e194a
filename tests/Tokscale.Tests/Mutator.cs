using System.Text;

namespace Tokscale.Tests;

/// <summary>Damages logs the way crashes, bugs and hostile writers do. The same seed gives the same mutants.</summary>
/// <param name="seed">Where to begin.</param>
/// <param name="damagesStructure">Also makes valid logs of another shape: lines doubled, lost or strange, other names, deep values.</param>
public sealed class Mutator(int seed, bool damagesStructure = false)
{
    private static readonly string[] s_numbers =
        ["-1", "1e308", "1e999", "9223372036854775807", "18446744073709551616", "NaN", "1.5", "true", "null", "\"12\"", "[]", "{}", "-0", "00012", new('9', 400)];

    private static readonly string[] s_texts =
        ["\"\"", "null", "5", "[]", "\"\\ud800\"", "\"\\u0000\"", "\"9999-99-99T99:99:99Z\"", "\"0001-01-01T00:00:00Z\"", "{\"a\":1}", "\"\\u202e\""];

    private static readonly string[] s_lines =
        ["garbage", "{", "}", "null", "[]", "{}{}", "{\"type\":\"assistant\",\"message\":", "\"usage\":{\"input_tokens\":99}", "\u0000\u0000", "\uFEFF{}", new('[', 5000)];

    private static readonly string[] s_deep =
        [new string('[', 900) + new string(']', 900), string.Concat(Enumerable.Repeat("{\"usage\":", 300)) + "1" + new string('}', 300), new('[', 20_000)];

    private static readonly string[] s_names = ["\"x\"", "\"usage\"", "\"message\"", "\"\\u0074ype\"", "\"\"", "\"input_tokens\"", "x"];

    private readonly Random _random = new(seed);

    public byte[] Mutate(byte[] original) => original.Length == 0 ? original : _random.Next(damagesStructure ? 14 : 9) switch
    {
        0 => original[.._random.Next(original.Length)],
        1 => original[_random.Next(original.Length)..],
        2 => FlipBits(original),
        3 => Cut(original, _random.Next(1, 40), []),
        4 => Cut(original, 0, RandomBytes(_random.Next(1, 40))),
        5 => Cut(original, 0, new byte[_random.Next(1, 3000)]),
        6 => ReplaceValue(original, static value => value is >= (byte)'0' and <= (byte)'9', s_numbers),
        7 => ReplaceValue(original, static value => value == '"', s_texts),
        8 => JoinLines(original),
        9 => ChangeLine(original, static (line, _) => [.. line, .. line]),
        10 => ChangeLine(original, static (_, _) => []),
        11 => ChangeLine(original, static (line, random) => [.. Encoding.UTF8.GetBytes(s_lines[random.Next(s_lines.Length)]), (byte)'\n', .. line]),
        12 => ReplaceName(original),
        _ => ReplaceValue(original, static value => value is (byte)'{' or (byte)'[' or (byte)'"', s_deep),
    };

    private byte[] FlipBits(byte[] original)
    {
        byte[] mutant = original.ToArray();
        for (int count = _random.Next(1, 12); count > 0; count--) mutant[_random.Next(mutant.Length)] ^= (byte)(1 << _random.Next(8));
        return mutant;
    }

    private byte[] Cut(byte[] original, int length, byte[] replacement)
    {
        int at = _random.Next(original.Length);
        return [.. original.AsSpan(0, at), .. replacement, .. original.AsSpan(Math.Min(original.Length, at + length))];
    }

    /// <summary>Replaces one value that follows a colon.</summary>
    private byte[] ReplaceValue(byte[] original, Func<byte, bool> startsValue, string[] replacements)
    {
        int[] places = [.. Enumerable.Range(1, original.Length - 1).Where(index => original[index - 1] == ':' && startsValue(original[index]))];
        if (places.Length == 0) return FlipBits(original);
        int start = places[_random.Next(places.Length)];
        int end = start + 1;
        while (end < original.Length && original[end] is not ((byte)',' or (byte)'}' or (byte)']')) end++;
        byte[] value = Encoding.UTF8.GetBytes(replacements[_random.Next(replacements.Length)]);
        return [.. original.AsSpan(0, start), .. value, .. original.AsSpan(end)];
    }

    /// <summary>Replaces a name of a field by one that means something else, or nothing.</summary>
    private byte[] ReplaceName(byte[] original)
    {
        int[] places = [.. Enumerable.Range(1, original.Length - 1).Where(index => original[index] == ':' && original[index - 1] == '"')];
        if (places.Length == 0) return FlipBits(original);
        int end = places[_random.Next(places.Length)];
        int start = original.AsSpan(0, end - 1).LastIndexOf((byte)'"');
        if (start < 0) return FlipBits(original);
        return [.. original.AsSpan(0, start), .. Encoding.UTF8.GetBytes(s_names[_random.Next(s_names.Length)]), .. original.AsSpan(end)];
    }

    private byte[] ChangeLine(byte[] original, Func<byte[], Random, byte[]> change)
    {
        int start = original.AsSpan(0, _random.Next(original.Length)).LastIndexOf((byte)'\n') + 1;
        int length = original.AsSpan(start).IndexOf((byte)'\n') + 1;
        if (length == 0) length = original.Length - start;
        return [.. original.AsSpan(0, start), .. change(original[start..(start + length)], _random), .. original.AsSpan(start + length)];
    }

    private byte[] JoinLines(byte[] original)
    {
        int at = Array.IndexOf(original, (byte)'\n', _random.Next(original.Length));
        return at < 0 ? original : [.. original.AsSpan(0, at), .. original.AsSpan(at + 1)];
    }

    private byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
