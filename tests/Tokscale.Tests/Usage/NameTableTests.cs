using Tokscale.Core.Usage;
using Xunit;

namespace Tokscale.Tests.Usage;

public sealed class NameTableTests
{
    private readonly NameTable _names = new();

    [Fact]
    public void Names_that_differ_only_in_bad_bytes_or_blanks_around_them_are_one_name()
    {
        NameId plain = _names.Add("m\uFFFD"), mended = _names.Add([(byte)'m', 0xFF]), other = _names.Add([(byte)'m', 0xFE]);

        Assert.Equal((plain, plain, plain), (mended, other, _names.Add(" m\uFFFD\n")));
        Assert.Equal("m\uFFFD", _names[plain]);
        Assert.NotEqual(plain, _names.Add("m"));
    }

    [Fact]
    public void A_name_with_bad_bytes_may_come_before_its_mended_form()
    {
        NameId bad = _names.Add([(byte)'m', 0xFF]);

        Assert.Equal((bad, bad), (_names.Add("m\uFFFD"), _names.Add([(byte)'m', 0xFF])));
        Assert.Equal(2, _names.Count);
    }

    [Fact]
    public void An_empty_name_is_none()
    {
        Assert.Equal((default, default, default), (_names.Add(""), _names.Add((string?)null), _names.Add(" \t\0"u8)));
        Assert.Null(_names[default]);
    }
}
