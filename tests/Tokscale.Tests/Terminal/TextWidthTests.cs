using Tokscale.Terminal;
using Xunit;

namespace Tokscale.Tests.Terminal;

public sealed class TextWidthTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("模型", 4)]
    [InlineData("😀", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("→…─█", 4)]
    [InlineData("", 0)]
    public void Wide_characters_take_two_cells_and_combining_ones_none(string text, int width) => Assert.Equal(width, TextWidth.Of(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("模型模型", 6, "模型…")]
    [InlineData("模型模型", 5, "模型…")]
    [InlineData("abcdef", 1, "…")]
    [InlineData("abcdef", 0, "")]
    public void A_text_is_cut_to_whole_characters(string text, int width, string cut) => Assert.Equal(cut, TextWidth.CutEnd(text, width));

    [Theory]
    [InlineData("/home/u/app", 6, "…u/app")]
    [InlineData("模型app", 6, "…型app")]
    public void A_path_is_cut_at_its_start(string text, int width, string cut) => Assert.Equal(cut, TextWidth.CutStart(text, width));
}
