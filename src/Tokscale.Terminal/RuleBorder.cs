using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tokscale.Terminal;

/// <summary>Rules between head, rows and totals, and nothing else.</summary>
internal sealed class RuleBorder(string rule) : TableBorder
{
    public override string GetPart(TableBorderPart part) => part switch
    {
        TableBorderPart.HeaderBottom or TableBorderPart.FooterTop => rule,
        _ => "",
    };
}
