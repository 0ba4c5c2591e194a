namespace Tokscale.Core.Pricing.Lookup;

/// <summary>The makers whose own prices are known, found by a model's name or by the maker's.</summary>
internal static class Makers
{
    public static readonly Maker Anthropic = new("anthropic")
    {
        Families = ["claude", "anthropic"],
        Aliases = ["claude", "claude-code", "anthropic-oauth"],
        LiteLlmProviders = ["anthropic"],
        LiteLlmPrefixes = ["", "anthropic/"],
        ModelsDevProviders = ["anthropic"],
        OpenRouterAuthors = ["anthropic"],
        EndpointName = "Anthropic",
        Traits = ModelTraits.CacheWriteSurcharge | ModelTraits.PriorityIsStandard | ModelTraits.FastSuffix | ModelTraits.ThinkingSuffix
            | ModelTraits.ContextSuffix | ModelTraits.FamilyFirst | ModelTraits.FloatingLatest,
    };

    public static readonly Maker OpenAi = new("openai")
    {
        Families = ["gpt", "o", "chatgpt", "codex", "davinci", "babbage", "computer"],
        Aliases = ["codex", "openai-codex", "chatgpt", "openai-oauth"],
        LiteLlmProviders = ["openai", "text-completion-openai"],
        LiteLlmPrefixes = [""],
        ModelsDevProviders = ["openai"],
        OpenRouterAuthors = ["openai"],
        EndpointName = "OpenAI",
        Traits = ModelTraits.FastSuffix | ModelTraits.FastIsShortOnly,
    };

    public static readonly Maker Google = new("google")
    {
        Families = ["gemini", "gemma", "learnlm", "medlm", "lyria"],
        Aliases = ["gemini", "gemini-cli", "google-ai", "googleai", "google-ai-studio", "google-generative-ai", "google-gemini-cli"],
        LiteLlmProviders = ["vertex_ai-language-models", "gemini"],
        LiteLlmPrefixes = ["", "gemini/"],
        ModelsDevProviders = ["google"],
        OpenRouterAuthors = ["google"],
        EndpointName = "Google",
        Traits = ModelTraits.ThinkingSuffix | ModelTraits.WeakNames | ModelTraits.FloatingLatest | ModelTraits.CacheStorageFee,
    };

    public static readonly Maker Xai = new("xai")
    {
        Families = ["grok"],
        Aliases = ["x-ai", "grok"],
        LiteLlmProviders = ["xai"],
        LiteLlmPrefixes = ["xai/"],
        ModelsDevProviders = ["xai"],
        OpenRouterAuthors = ["x-ai"],
        EndpointName = "xAI",
        Traits = ModelTraits.InclusiveThreshold | ModelTraits.WeakNames,
    };

    public static readonly Maker Moonshot = new("moonshot")
    {
        Families = ["kimi", "moonshot"],
        Aliases = ["moonshotai", "kimi", "kimi-cli", "kimi-code"],
        LiteLlmProviders = ["moonshot"],
        LiteLlmPrefixes = ["moonshot/"],
        ModelsDevProviders = ["moonshotai"],
        OpenRouterAuthors = ["moonshotai"],
        EndpointName = "Moonshot AI",
        Traits = ModelTraits.WeakNames,
    };

    public static readonly Maker Mistral = new("mistral")
    {
        Families = ["mistral", "mixtral", "codestral", "devstral", "magistral", "ministral", "pixtral", "voxtral", "open", "labs"],
        Aliases = ["mistralai"],
        LiteLlmProviders = ["mistral"],
        LiteLlmPrefixes = ["mistral/"],
        ModelsDevProviders = ["mistral"],
        OpenRouterAuthors = ["mistralai"],
        EndpointName = "Mistral",
        Traits = ModelTraits.NoEffortSuffix,
    };

    private static readonly Maker[] s_all =
    [
        Anthropic, OpenAi, Google, Xai, Moonshot, Mistral,
        Own("deepseek", ["deepseek"], ["deepseek-ai"], "deepseek", "DeepSeek") with { LiteLlmPrefixes = ["deepseek/", ""] },
        Own("zai", ["glm", "chatglm", "codegeex"], ["z-ai", "z.ai", "zhipu", "zhipuai", "zai-org", "bigmodel"], "z-ai", "Z.AI")
            with { ModelsDevProviders = ["zai", "zhipuai"] },
        Own("minimax", ["minimax", "abab"], ["minimaxai"], "minimax", "MiniMax"),
        Own("qwen", ["qwen", "qwq", "qvq"], ["alibaba", "dashscope", "aliyun", "bailian"], "qwen", "Alibaba")
            with { LiteLlmProviders = ["dashscope"], LiteLlmPrefixes = ["dashscope/"], ModelsDevProviders = ["alibaba"] },
        Own("cohere", ["command", "aya"], ["cohereforai", "coherelabs"], "cohere", "Cohere")
            with { LiteLlmProviders = ["cohere_chat", "cohere"], LiteLlmPrefixes = [""] },
        Own("perplexity", ["sonar", "pplx"], [], "perplexity", "Perplexity"),
        Own("meta", ["llama", "codellama", "muse"], ["meta-llama", "meta_llama", "llama"], "meta-llama", "Meta")
            with { LiteLlmProviders = ["meta_llama", "meta"], LiteLlmPrefixes = ["meta_llama/", "meta/"], ModelsDevProviders = ["llama"],
                   OpenRouterAuthors = ["meta-llama", "meta"] },
        Own("xiaomi", ["mimo"], ["xiaomimimo"], "xiaomi", "Xiaomi"),
        Own("amazon", ["nova", "titan"], ["amazon-nova"], "amazon", null)
            with { LiteLlmProviders = ["amazon_nova"], LiteLlmPrefixes = ["amazon-nova/"] },
        Own("bytedance", ["doubao", "seed"], ["volcengine", "ark", "doubao", "bytedance-seed"], "bytedance-seed", null)
            with { LiteLlmProviders = ["volcengine"], LiteLlmPrefixes = ["volcengine/"] },
        Own("stepfun", ["step"], ["stepfun-ai"], "stepfun", null) with { ModelsDevProviders = ["stepfun-ai", "stepfun"] },
        Own("tencent", ["hunyuan", "hy"], [], "tencent", null),
        Own("ai21", ["jamba"], [], "ai21", null) with { LiteLlmPrefixes = [""] },
        Own("inception", ["mercury"], [], "inception", null),
        Own("morph", ["morph"], [], "morph", null),
        Own("upstage", ["solar"], [], "upstage", null),
        Own("sakana", ["fugu"], [], "sakana", null),
        Own("poolside", ["laguna"], [], "poolside", null),
        Own("nvidia", ["nemotron"], [], "nvidia", null),
        Own("microsoft", ["phi"], [], "microsoft", null),
        Own("ibm", ["granite"], ["ibm-granite"], "ibm-granite", null),
        Own("baidu", ["ernie"], [], "baidu", null),
        Own("meituan", ["longcat"], [], "meituan", null),
        Own("writer", ["palmyra"], [], "writer", null),
        Own("inclusionai", ["ling", "ring"], [], "inclusionai", null),
        Own("kwaipilot", ["kat"], [], "kwaipilot", null),
        Own("arcee", ["trinity", "virtuoso"], ["arcee-ai"], "arcee-ai", null),
        Own("cursor", ["composer"], [], "cursor", null),
    ];

    private static readonly Dictionary<string, Maker> s_byFamily = Index(maker => maker.Families);
    private static readonly Dictionary<string, Maker> s_byAlias = Index(maker => [maker.Name, .. maker.Aliases]);

    public static IReadOnlyList<Maker> All => s_all;

    /// <summary>The maker of a model by the first letters of its bare name; null when they tell nothing.</summary>
    public static Maker? OfName(ReadOnlySpan<char> bareName)
    {
        int length = 0;
        while (length < bareName.Length && char.IsAsciiLetter(bareName[length])) length++;
        if (length == 0) return null;
        // o1, o3, o4: the letter alone is no family.
        if (length == 1 && (length == bareName.Length || !char.IsAsciiDigit(bareName[length]))) return null;
        return s_byFamily.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(bareName[..length], out Maker? maker) ? maker : null;
    }

    /// <summary>The maker that a provider's name means; null when it means none.</summary>
    public static Maker? OfAlias(ReadOnlySpan<char> name) =>
        s_byAlias.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out Maker? maker) ? maker : null;

    public static bool IsAlias(ReadOnlySpan<char> name) => OfAlias(name) is not null;

    /// <summary>True for a name that is nothing but a family.</summary>
    public static bool IsFamily(ReadOnlySpan<char> name) => s_byFamily.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name);

    // Most makers go by one name everywhere.
    private static Maker Own(string name, string[] families, string[] aliases, string author, string? endpointName) => new(name)
    {
        Families = families,
        Aliases = aliases,
        LiteLlmProviders = [name],
        LiteLlmPrefixes = [name + "/"],
        ModelsDevProviders = [name],
        OpenRouterAuthors = [author],
        EndpointName = endpointName,
    };

    private static Dictionary<string, Maker> Index(Func<Maker, string[]> names) =>
        s_all.SelectMany(maker => names(maker).Select(name => (Name: name, Maker: maker)))
            .ToDictionary(pair => pair.Name, pair => pair.Maker, StringComparer.OrdinalIgnoreCase);
}
