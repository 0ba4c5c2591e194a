using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tokscale.Core.Recounting;

namespace Tokscale.Core.Sources.Forge;

/// <summary>Second reader of Forge's conversations.</summary>
internal sealed class ForgeRecount : IRecount
{
    public IEnumerable<RecountedCall> Count(RecountInput input) => RecountCopies.First(input.Files.SelectMany(MessagesIn));

    private static IEnumerable<(string? Key, RecountedCall Call)> MessagesIn(SourceFile file)
    {
        using var database = RecountDatabase.Open(file.Path);
        foreach (RecountRow row in database?.Table("conversations") ?? [])
        {
            string answers = "";
            foreach (JsonElement entry in RecountJson.ItemsUntilCut(row.Bytes("context"), "messages"))
            {
                JsonElement text = entry.Member("message").Member("text"), usage = entry.Member("usage");
                if (!"Assistant".Equals(text.Text("role"), StringComparison.OrdinalIgnoreCase)) continue;
                long Actual(string name) => usage.Member(name).Loose("actual");
                long read = Actual("cached_tokens");
                var call = new RecountedCall
                {
                    File = file.Path,
                    TimeMs = row.Time("updated_at") ?? row.Time("created_at") ?? file.ModifiedMs,
                    Model = text.Text("model"),
                    Session = row.Text("conversation_id"),
                    CostUsd = usage.Member("cost").Money(),
                    Tokens = RecountTokens.Inclusive(Actual("prompt_tokens"), Actual("completion_tokens"), read),
                };
                if (!call.IsUsage) continue;
                // A copied conversation has the same answers from the first one on.
                string all = $"{answers} {call.Model} {call.Tokens} {text.Text("content")}";
                answers = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
                yield return (answers, call);
            }
        }
    }
}
