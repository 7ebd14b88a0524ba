using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Outlets;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Outlets;

/// <summary>A folder for one test's rings and sockets, and what the tests publish.</summary>
internal sealed class OutletFolder : IDisposable
{
    public static readonly StreamId Source = new(0, 3);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-outlet-").FullName;

    public VirtualClock Clock { get; } = new();

    public string PathOf(string name) => Path.Combine(_folder, name);

    public OutletRing Ring(int slots = 16, uint boot = 7, string name = "ring", long origin = 1_000_000, IClock? clock = null)
    {
        OutletRingOptions options = new() { Path = PathOf(name), Slots = slots, Boot = boot, OriginNanoseconds = origin };
        Assert.True(OutletRing.TryCreate(options, clock ?? Clock, out OutletRing? ring, out string problem), problem);
        return ring;
    }

    public OutletRingReader Reader(string name = "ring")
    {
        Assert.True(OutletRingReader.TryOpen(PathOf(name), out OutletRingReader? reader, out string problem), problem);
        return reader;
    }

    public static PerceptionEvent Event(int value, bool active = true) => new()
    {
        Kind = PerceptionEventKind.Force,
        Active = active,
        Value = value,
        Scale = new Scale(1, -3, Unit.Newton),
        Stamp = new Stamp(5000, 40),
    };

    public static void Publish(Outlet outlet, int items)
    {
        PerceptionEvent perceived = Event(0);
        for (int item = 0; item < items; item++)
        {
            perceived.Value = item;
            Assert.True(outlet.Publish(Source, item, perceived, FrameFlags.Simulated, 4000));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
