namespace Tokscale.Core.Pricing.Lookup;

/// <summary>A model id as it was logged, taken apart.</summary>
/// <param name="Logged">The id, trimmed, in lower case.</param>
/// <param name="Full">The id without marks that say nothing about the model, still with the host in front.</param>
/// <param name="Name">The id without the host; a maker may still stand in front.</param>
/// <param name="Bare">The model's own name.</param>
/// <param name="Host">Who served the model.</param>
/// <param name="Maker">Who made it; null when nothing tells.</param>
internal sealed record ModelQuery(string Logged, string Full, string Name, string Bare, Host Host, Maker? Maker)
{
    /// <summary>The provider as logged; null when the log names none.</summary>
    public string? Provider { get; init; }

    // No real id is half as long.
    private const int CharactersMax = 256;

    public static ModelQuery Parse(string modelId, string? provider)
    {
        string logged = modelId.Trim().ToLowerInvariant();
        if (logged.Length > CharactersMax) logged = "";
        string full = IdMarks.Strip(logged, out string? pathHost);
        Host host = Hosts.Of(provider);
        if (pathHost is not null && host.Kind is HostKind.None or HostKind.Unknown or HostKind.Maker) host = Hosts.Known(pathHost) ?? host;
        string name = TakeHost(full, ref host);
        string bare = BareName.Of(name).ToString();
        // An agent may log the maker for whatever served the model: only the id tells of the cloud.
        if (host.Kind is HostKind.None or HostKind.Maker && BareName.HasDottedMaker(name))
            host = Hosts.Bedrock with { IsSubscription = host.IsSubscription };
        return new ModelQuery(logged, full, name, bare, host, MakerOf(name, bare, host)) { Provider = provider };
    }

    // "groq/llama-3.3-70b" says who served it, unless the log says it better.
    private static string TakeHost(string full, ref Host host)
    {
        string name = full;
        for (int slash = name.IndexOf('/'); slash > 0; slash = name.IndexOf('/'))
        {
            string head = name[..slash];
            Host? named = Hosts.Known(head);
            bool isSame = named?.Name == host.Name || head == host.Name;
            if (!isSame && !IsBetter(named, host)) break;
            if (!isSame) host = named! with { IsSubscription = host.IsSubscription || named!.IsSubscription };
            name = name[(slash + 1)..];
            if (named?.Kind == HostKind.Maker) break; // The rest may be a path of the maker's own.
        }
        return IdMarks.Strip(name, out _);
    }

    // A name that the log gives stays, unless it means nothing here and the id names a cloud.
    private static bool IsBetter(Host? named, Host host) => named is not null && host.Kind switch
    {
        HostKind.None => true,
        HostKind.Unknown => named.Kind is not HostKind.Maker,
        _ => false,
    };

    private static Maker? MakerOf(string name, string bare, Host host)
    {
        if (Makers.OfName(bare) is { } maker) return maker;
        string[] path = name.Split('/');
        return path.Length > 1 && Makers.OfAlias(path[^2]) is { } author ? author : host.Maker;
    }
}
