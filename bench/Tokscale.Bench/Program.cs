using BenchmarkDotNet.Running;
using Tokscale.Bench;
using Tokscale.Bench.Compare;
using Tokscale.Bench.Corpus;
using Tokscale.Bench.Growth;
using Tokscale.Bench.PriceLoading;

try
{
    switch (args.FirstOrDefault())
    {
        case "corpus":
            return CorpusCommand.Run(args.AsSpan(1));
        case "compare":
            return CompareCommand.Run(args.AsSpan(1));
        case "prices":
            return PricesCommand.Run(args.AsSpan(1));
        case "growth":
            return GrowthCommand.Run(args.AsSpan(1));
        default:
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
            return 0;
    }
}
catch (UsageError error)
{
    Console.Error.WriteLine($"bench: {error.Message}");
    return 2;
}
