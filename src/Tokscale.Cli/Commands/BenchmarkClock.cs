using System.Diagnostics;
using System.Globalization;
using Tokscale.Core.Scanning;

namespace Tokscale.Cli.Commands;

/// <summary>Measures the phases of a run.</summary>
internal sealed class BenchmarkClock
{
    private readonly List<(string Phase, TimeSpan Time)> _phases = [];

    /// <summary>Measures until the result is disposed.</summary>
    public IDisposable Measure(string phase) => new Measurement(this, phase);

    public IEnumerable<string> Lines(ScanResult scan)
    {
        foreach ((string phase, TimeSpan time) in _phases)
            yield return string.Create(CultureInfo.InvariantCulture, $"{phase,-12} {time.TotalMilliseconds,10:N1} ms");
        long files = scan.Sources.Sum(source => (long)source.FileCount), bytes = scan.Sources.Sum(source => source.FileBytes);
        long calls = scan.Sources.Sum(source => (long)source.Events.Count);
        yield return string.Create(CultureInfo.InvariantCulture, $"{files:N0} files, {bytes:N0} bytes, {calls:N0} calls");
    }

    private sealed class Measurement(BenchmarkClock clock, string phase) : IDisposable
    {
        private readonly long _started = Stopwatch.GetTimestamp();

        public void Dispose() => clock._phases.Add((phase, Stopwatch.GetElapsedTime(_started)));
    }
}
