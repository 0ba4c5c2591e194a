using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Kiro;

/// <summary>Sums up what the program charges in its own currency.</summary>
internal static class KiroCredits
{
    /// <summary>Reads a list of amounts with units.</summary>
    /// <param name="json">Stands before the list.</param>
    /// <param name="amountName">Name of the amount in an entry.</param>
    /// <returns>Null when there is no amount of credits.</returns>
    public static decimal? Read(ref JsonCursor json, ReadOnlySpan<byte> amountName)
    {
        decimal? sum = null;
        if (!json.TryBeginArray()) return null;
        while (json.TryMoveToElement())
        {
            if (!json.TryBeginObject()) continue;
            decimal? amount = null;
            bool isCredit = true;
            while (json.TryReadName(out JsonText name))
            {
                if (name.Is(amountName)) amount = json.ReadLooseMoney();
                else if (name.Is("unit"u8)) isCredit = json.ReadText() is var unit && (unit.Is("credit"u8) || unit.Is("credits"u8));
                else json.SkipValue();
            }
            if (isCredit && amount is < 1_000_000_000) sum = (sum ?? 0) + amount;
        }
        return sum;
    }
}
