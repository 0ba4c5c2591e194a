using Tokscale.Terminal;
using Xunit;

namespace Tokscale.Tests.Terminal;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("claude-opus-4-5", "claude-opus-4-5")]
    [InlineData("模型 Ω é 😀", "模型 Ω é 😀")]
    [InlineData("a\u001b[31mb", "a<U+001B>[31mb")]
    [InlineData("a\u009bb", "a<U+009B>b")]
    [InlineData("a\r\nb\tc", "a<U+000D><U+000A>b<U+0009>c")]
    [InlineData("a\u202eb\u2066c", "a<U+202E>b<U+2066>c")]
    [InlineData("a\u200bb\u200d\ufeff", "a<U+200B>b<U+200D><U+FEFF>")]
    [InlineData("a\u2028b\u007f", "a<U+2028>b<U+007F>")]
    [InlineData("tag\U000E0041", "tag<U+E0041>")]
    public void What_is_invisible_or_acts_on_a_terminal_becomes_visible(string text, string safe) => Assert.Equal(safe, SafeText.Of(text));

    [Fact]
    public void A_half_of_a_surrogate_pair_becomes_visible() => Assert.Equal("a<U+D83D>b", SafeText.Of("a\ud83db"));

    [Fact]
    public void A_long_name_is_cut_without_splitting_a_character()
    {
        string text = SafeText.Of(new string('m', 254) + "😀" + new string('m', 1 << 20));

        Assert.Equal(new string('m', 254) + "…", text);
    }

    [Fact]
    public void A_message_is_never_cut() => Assert.Equal(1000, SafeText.OfMessage(new string('x', 1000)).Length);
}
