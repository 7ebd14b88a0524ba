using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>A line whose reader takes nothing: a write that may wait waits until it is let go, and fails.</summary>
internal sealed class StuckLine : IHostLine
{
    private readonly SemaphoreSlim _letGo = new(0);

    public string Name => "stuck";

    public bool IsConnected => true;

    public int Receive(byte[] buffer, int offset, int capacity) => 0;

    public bool Write(ReadOnlySpan<byte> bytes, int milliseconds)
    {
        if (milliseconds > 0)
        {
            _letGo.Wait();
        }

        return false;
    }

    public void LetOneGo() => _letGo.Release();

    public void Dispose() => _letGo.Dispose();
}
