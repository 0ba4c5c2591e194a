namespace Tokscale.Core.Pricing.Lookup;

/// <summary>The providers that serve other makers' models, found by name.</summary>
internal static class Hosts
{
    public static readonly Host None = new("", HostKind.None);

    public static readonly Host Bedrock = new("bedrock", HostKind.Metered)
    {
        Aliases = ["amazon-bedrock", "aws-bedrock", "aws_bedrock", "aws", "bedrock_converse"],
        LiteLlmProviders = ["bedrock", "bedrock_converse"],
        LiteLlmPrefixes = ["", "bedrock/"],
        ModelsDevProviders = ["amazon-bedrock"],
        IsRegional = true,
    };

    public static readonly Host OpenRouter = new("openrouter", HostKind.OpenRouter)
    {
        LiteLlmProviders = ["openrouter"],
        LiteLlmPrefixes = ["openrouter/"],
    };

    // Clouds that go by one name everywhere.
    private static readonly string[] s_plainNames =
    [
        "groq", "cerebras", "deepinfra", "nebius", "baseten", "sambanova", "hyperbolic", "nscale", "scaleway", "ovhcloud", "databricks",
        "oci", "watsonx", "replicate", "wandb", "crusoe", "heroku", "anyscale", "sagemaker", "publicai", "libertai", "huggingface",
        "siliconflow", "chutes", "venice", "requesty",
    ];

    private static readonly Host[] s_all =
    [
        None, Bedrock, OpenRouter,
        new("vertex", HostKind.Metered)
        {
            Aliases = ["google-vertex", "google-vertex-anthropic", "vertex_ai", "vertex-ai", "vertexai", "anthropic-vertex", "gcp-vertex"],
            LiteLlmProviders = ["vertex_ai*"],
            LiteLlmPrefixes = ["vertex_ai/", ""],
            ModelsDevProviders = ["google-vertex", "google-vertex-anthropic"],
            IsRegional = true,
        },
        new("azure", HostKind.Metered)
        {
            Aliases =
            [
                "azure-openai", "azure_openai", "azureopenai", "azure-cognitive-services", "azure_ai", "azure-ai", "azure-foundry",
                "azure_foundry",
            ],
            LiteLlmProviders = ["azure", "azure_text", "azure_ai"],
            LiteLlmPrefixes = ["azure/", "azure_ai/"],
            ModelsDevProviders = ["azure", "azure-cognitive-services"],
            IsRegional = true,
        },
        Metered("fireworks_ai", "fireworks", "fireworks-ai"),
        Metered("together_ai", "together", "togetherai", "together-ai"),
        Metered("novita", "novita-ai"),
        Metered("lambda_ai", "lambda", "lambda-ai"),
        Metered("cloudflare", "cloudflare-workers-ai", "workers-ai", "cloudflare-ai-gateway"),
        Metered("vercel_ai_gateway", "vercel", "vercel-ai-gateway", "ai-gateway"),
        Metered("snowflake", "snowflake-cortex"),
        Metered("gmi", "gmicloud"),
        Metered("friendliai", "friendli"),
        Metered("featherless_ai", "featherless"),
        Metered("gradient_ai", "digitalocean"),
        .. s_plainNames.Select(static name => Metered(name, name)),
        Local("ollama", "ollama_chat", "ollama-local"),
        Local("lmstudio", "lm-studio", "lm_studio"),
        Local("llama.cpp", "llamacpp", "llama-cpp", "llama_cpp", "llama-server", "llamafile"),
        Local("mlx", "mlx-lm", "mlx_lm"),
        Local("local", "localai", "local-ai", "localhost", "lemonade", "koboldcpp", "gpt4all", "jan", "vllm", "sglang"),
        // Plans and agents that bring no prices of their own: the maker's list price is what the tokens are worth.
        Plan("github-copilot", "github_copilot", "copilot", "github-models"),
        Plan("cursor"),
        Plan("antigravity", "google-antigravity"),
        Plan("synthetic", "synthetic.new"),
        Plan("opencode-go"),
        Plan("factory", "droid", "warp", "windsurf", "codeium", "kiro", "devin", "augment", "trae", "junie", "jetbrains", "gitlab"),
        new("opencode", HostKind.None) { Aliases = ["opencode-zen", "zen"], ModelsDevProviders = ["opencode"] },
        new("agent", HostKind.None)
        {
            Aliases = ["amp", "sourcegraph", "zed", "zed.dev", "kilo", "kilocode", "cline", "roo", "roocode", "unknown"],
        },
        PlanOf("zai-coding-plan", "zai", "zai-coding", "zhipuai-coding-plan", "z-ai-coding-plan"),
        PlanOf("kimi-for-coding", "moonshot", "kimi-coding", "moonshotai-coding-plan"),
        PlanOf("qwen-code", "qwen", "qwen-cli", "qwen-oauth", "qwen-portal", "alibaba-coding-plan", "alibaba-coding-plan-cn",
            "alibaba-token-plan", "alibaba-token-plan-cn"),
        PlanOf("minimax-coding-plan", "minimax", "minimax-cn-coding-plan", "minimax-portal"),
    ];

    private static readonly Dictionary<string, Host> s_byName = Index();

    /// <summary>The host that a provider's name means, be it of kind <see cref="HostKind.Unknown"/>.</summary>
    public static Host Of(string? provider)
    {
        string name = provider?.Trim().ToLowerInvariant() ?? "";
        return Known(name) ?? new Host(name, HostKind.Unknown)
        {
            LiteLlmProviders = [name],
            LiteLlmPrefixes = [name + "/"],
            ModelsDevProviders = [name],
        };
    }

    /// <summary>The host that a name means; null when it means none that is known.</summary>
    public static Host? Known(string name)
    {
        if (s_byName.TryGetValue(name, out Host? host)) return host;
        if (Makers.OfAlias(name) is { } maker) return OfMaker(name, maker, isSubscription: false);
        // "minimax-cn", "xiaomi-token-plan-sgp", "openai-codex": a branch or a product of a maker.
        int dash = name.IndexOf('-');
        if (dash <= 0 || Makers.OfAlias(name.AsSpan(0, dash)) is not { } owner) return null;
        bool isPlan = name.Contains("plan", StringComparison.Ordinal) || name.Contains("coding", StringComparison.Ordinal);
        return OfMaker(name, owner, isSubscription: isPlan);
    }

    private static Host OfMaker(string name, Maker maker, bool isSubscription) => new(name, HostKind.Maker)
    {
        Maker = maker,
        IsSubscription = isSubscription,
        ModelsDevProviders = maker.ModelsDevProviders,
    };

    private static Host Metered(string name, params string[] aliases) => new(name, HostKind.Metered)
    {
        Aliases = aliases,
        LiteLlmProviders = [name],
        LiteLlmPrefixes = [name + "/"],
        ModelsDevProviders = aliases,
    };

    private static Host Local(string name, params string[] aliases) => new(name, HostKind.Local) { Aliases = aliases };

    private static Host Plan(string name, params string[] aliases) => new(name, HostKind.None) { Aliases = aliases, IsSubscription = true };

    private static Host PlanOf(string name, string maker, params string[] aliases) =>
        OfMaker(name, Makers.OfAlias(maker)!, isSubscription: true) with { Aliases = aliases };

    private static Dictionary<string, Host> Index()
    {
        var index = new Dictionary<string, Host>(StringComparer.Ordinal);
        foreach (Host host in s_all)
        {
            index[host.Name] = host;
            foreach (string alias in host.Aliases) index[alias] = host;
        }
        return index;
    }
}
