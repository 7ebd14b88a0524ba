using EdgeAI.Gateway.Policy;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>Keeps every frame and remembers how many it saw.</summary>
internal sealed class CountingPolicy : IRecordPolicy
{
    private long _saved;

    public long Seen { get; private set; }

    public uint Revision => 0;

    public void Load(IReadOnlyDictionary<string, byte[]> saved) => Seen = _saved = saved.TryGetValue("seen", out byte[]? value) ? BitConverter.ToInt64(value) : 0;

    public void Apply(in OfferedRecord offered, IRecordSink sink)
    {
        Seen++;
        sink.StoreFrame(offered, offered.Class, 0, offered.StampUtcNanoseconds, offered.UncertaintyNanoseconds, offered.Frame);
    }

    public void Advance(long utcNanoseconds, IRecordSink sink)
    {
    }

    public void Finish(long utcNanoseconds, IRecordSink sink)
    {
    }

    public void Save(Action<string, byte[]?> put) => put("seen", BitConverter.GetBytes(Seen));

    public void Accept() => _saved = Seen;

    public void Undo() => Seen = _saved;
}
