namespace EdgeAI.Tests.Runtime.Edges;

/// <summary>A slot whose parts are written apart: a torn item shows.</summary>
internal sealed class EdgeBox
{
    private readonly long[] _echo = new long[8];

    public long Value { get; private set; }

    public bool IsWhole => Array.TrueForAll(_echo, part => part == Value);

    public void Fill(long value)
    {
        Value = value;
        Array.Fill(_echo, value);
    }
}
