namespace Tokscale.Core.Pricing;

/// <summary>Small data files that are part of the program.</summary>
internal static class EmbeddedFile
{
    /// <summary>The content of a file.</summary>
    /// <param name="name">Its resource name.</param>
    public static byte[] Read(string name)
    {
        using Stream stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"The program was built without {name}.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
