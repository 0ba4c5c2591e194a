using Tokscale.Core.Files;
using Tokscale.Core.Json;
using Tokscale.Core.Sources.Shared;

namespace Tokscale.Core.Sources.Droid;

/// <summary>Models under the user's own keys: sessions name them by a label, the user's settings tell what is behind it.</summary>
internal static class DroidCustomModels
{
    /// <summary>Lie beside the sessions' folder. What stands in the first of them goes before the others; the last is of 2025.</summary>
    private static readonly string[] s_settings = ["settings.local.json", "settings.json", "config.json"];

    /// <summary>The model's name as its endpoint is asked for it; null where the settings do not tell it (any more).</summary>
    /// <param name="logged">What the session names, with the prefix.</param>
    /// <param name="file">The session.</param>
    /// <param name="sink">Told that the settings matter.</param>
    public static string? Find(string logged, SourceFile file, UsageSink sink)
    {
        if (Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(file.Root)) is not { } folder) return null;
        CustomModel[] models = [.. s_settings.SelectMany(name => ModelsIn(Path.Join(folder, name), sink)).Where(model => model.Model.Length > 0)];
        if (models.FirstOrDefault(model => model.Id == logged) is { Model.Length: > 0 } same) return same.Model;
        string label = logged[DroidModel.CustomPrefix.Length..], name = WithoutCounter(label);
        string[] named = [.. models.Where(model => model.Label == label || model.Label == name).Select(model => model.Model).Distinct()];
        // Of several with one name the counter would tell, but it has been counted in more than one way.
        return named.Length == 1 ? named[0] : null;
    }

    private static string WithoutCounter(string label)
    {
        int dash = label.LastIndexOf('-');
        bool isCounted = dash >= 0 && dash < label.Length - 1 && !label.AsSpan(dash + 1).ContainsAnyExceptInRange('0', '9');
        return isCounted ? label[..dash] : label;
    }

    private static List<CustomModel> ModelsIn(string path, UsageSink sink)
    {
        sink.DependOn(path);
        // Without them the session counts under its label.
        return AgentSettings.Read(path, ModelsIn) ?? [];
    }

    private static List<CustomModel> ModelsIn(ReadOnlySpan<byte> settings)
    {
        var models = new List<CustomModel>();
        var json = new JsonCursor(settings);
        if (!json.TryBeginObject()) return models;
        while (json.TryReadName(out JsonText name))
        {
            if (!name.Is("customModels"u8) && !name.Is("custom_models"u8))
            {
                json.SkipValue();
                continue;
            }
            models.Clear();
            if (!json.TryBeginArray()) continue;
            while (json.TryMoveToElement()) models.Add(Read(ref json));
        }
        return json.IsAtEnd ? models : [];
    }

    private static CustomModel Read(ref JsonCursor json)
    {
        string id = string.Empty, name = string.Empty, model = string.Empty;
        if (!json.TryBeginObject()) return new CustomModel(id, name, model);
        while (json.TryReadName(out JsonText field))
        {
            if (field.Is("id"u8)) id = json.ReadText().ToString().Trim();
            else if (field.Is("displayName"u8) || field.Is("model_display_name"u8)) name = json.ReadText().ToString().Trim();
            else if (field.Is("model"u8)) model = json.ReadText().ToString().Trim();
            else json.SkipValue();
        }
        return new CustomModel(id, name, model);
    }

    /// <summary>An entry of the settings. What it lacks is empty.</summary>
    private sealed record CustomModel(string Id, string Name, string Model)
    {
        /// <summary>How sessions name it, but for the counter.</summary>
        public string Label => (Name.Length > 0 ? Name : Model).Replace(' ', '-');
    }
}
