using System.Text.Json;

namespace Tokscale.Tests.Pricing;

/// <summary>The data files beside the pricing tests.</summary>
internal static class PricingFile
{
    public static byte[] Bytes(string name) =>
        File.ReadAllBytes(Path.Join(Fixture.RepositoryFolder(), "tests", "Tokscale.Tests", "Pricing", name));

    public static JsonElement Json(string name) => JsonDocument.Parse(Bytes(name)).RootElement;

    /// <summary>A property, or null when it is absent or JSON's null.</summary>
    public static JsonElement? Maybe(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement element, string name) => element.Maybe(name)?.GetString();
}
