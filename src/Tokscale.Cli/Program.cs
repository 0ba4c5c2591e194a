using Tokscale.Cli;
using Tokscale.Cli.Hosting;

StandardStreams.Reserve();
// Scripts ask for the version on every start, so this answer needs nothing of what the rest needs.
if (args is ["--version"] or ["-V"]) return (int)ProductVersion.Print(DescriptorStream.Open(StandardStreams.Output));
RunHeap.Prepare();
Interruption.WatchWhenNeeded();
return (int)new Runner(CliHost.OfProcess()).Run(args);
