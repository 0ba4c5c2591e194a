namespace Tokscale.Core.Files;

public sealed class LineReader : IDisposable
{
    public bool TryRead(out LogLine line) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
