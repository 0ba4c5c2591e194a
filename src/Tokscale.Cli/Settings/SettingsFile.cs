using System.Text.Json;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Files;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Settings;

/// <summary>
/// <c>settings.json</c>. Other programs of the same name keep settings in that file, so what is not ours stays as it is.
/// </summary>
internal sealed class SettingsFile(HomeDirectory home)
{
    private const int BytesMax = 1 << 20;

    public string Path { get; } = System.IO.Path.Join(home.Place(RootPlace.Tokscale), "settings.json");

    /// <summary>What <see cref="Read"/> read.</summary>
    public ReadOnlyMemory<byte> Text { get; private set; }

    /// <summary>The document; null when there is no file.</summary>
    /// <exception cref="IOException">The file cannot be read, or is too large.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read it.</exception>
    /// <exception cref="JsonException">The file is no JSON object.</exception>
    public JsonDocument? Read()
    {
        FileStatus status = FileStatus.Of(Path);
        if (status.Kind == FileStatus.FileKind.Missing) return null;
        if (!status.IsFile) throw new IOException("it is no regular file");
        if (status.Bytes > BytesMax) throw new IOException($"it is over {BytesMax >> 20} MB");
        byte[] text = File.ReadAllBytes(Path);
        Text = text.AsMemory(text.AsSpan().StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0);
        JsonDocument document = Parse(Text);
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        throw new JsonException("it holds no object");
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException error)
        {
            throw new JsonException($"it is no valid JSON in line {error.LineNumber + 1}");
        }
    }

    /// <summary>Changes one key of ours and leaves all others.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The new value; null removes the key.</param>
    /// <exception cref="UserError">The file cannot be read or written.</exception>
    public void Change(string key, string? value)
    {
        try
        {
            if (new FileInfo(Path).LinkTarget is not null) throw new UserError($"{Path} is a link; change the file it leads to.");
            using JsonDocument? old = Read();
            byte[] text = JsonText.Write(json => Write(json, old, key, value));
            if (!PrivateFile.Replace(Path, text)) throw new UserError($"{Path} is being written by another process; try again.");
        }
        catch (JsonException error)
        {
            throw new UserError($"{Path} cannot be changed: {error.Message}; put it right or delete it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{Path} could not be changed: {error.Message}");
        }
    }

    private static void Write(Utf8JsonWriter json, JsonDocument? old, string key, string? value)
    {
        bool isWritten = value is null;
        json.WriteStartObject();
        if (old is not null)
        {
            foreach (JsonProperty property in old.RootElement.EnumerateObject())
            {
                if (property.Name != key)
                {
                    property.WriteTo(json);
                    continue;
                }
                if (!isWritten) WriteValue(json, key, value!);
                isWritten = true;
            }
        }
        if (!isWritten) WriteValue(json, key, value!);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string key, string value)
    {
        if (value is "true" or "false") json.WriteBoolean(key, value == "true");
        else json.WriteString(key, value);
    }
}
