using System.IO.Enumeration;

namespace Tokscale.Core.Reports;

/// <summary>A name in an option: exact, or with <c>*</c> and <c>?</c>. Case does not matter.</summary>
public readonly record struct NamePattern(string Text)
{
    public bool Matches(string? name) =>
        name is not null && FileSystemName.MatchesSimpleExpression(Text.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: true);
}
