using System.Text;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.AntigravityCli;

/// <summary>Finds a model's id from what a row tells of it.</summary>
internal static class AntigravityModels
{
    /// <summary>By number, else by the name of the model that answered, else by the label, else <c>unknown</c>.</summary>
    public static string IdOf(long usageModel, in AntigravityRecord record) =>
        NumberedModels.Of(usageModel) ?? NumberedModels.Of(record.Model) ?? OfName(record.ResponseModel) ?? OfName(record.Label) ?? "unknown";

    private static string? OfName(ReadOnlySpan<byte> name)
    {
        string id = DisplayNames.ToModelId(Encoding.UTF8.GetString(name));
        return id switch
        {
            "" or "auto" or "gemini-default" => null, // The program's words for "choose one for me".
            "gemini-3-flash-a" or "gemini-3-flash-agent" => "gemini-3.5-flash-high",
            _ => NumberedModels.OfPlaceholder(id) ?? id,
        };
    }
}
