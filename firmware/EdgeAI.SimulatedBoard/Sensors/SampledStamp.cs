using EdgeAI.Device.Time;

namespace EdgeAI.SimulatedBoard.Sensors;

/// <summary>The stamp of a reading that was sampled a known while ago.</summary>
internal static class SampledStamp
{
    // Scene and board are read one after the other; between the two lies well under a microsecond unless the thread is held up.
    private const long UncertaintyNanoseconds = 1000;

    public static Stamp At(long boardNow, long age) => new(boardNow - age, UncertaintyNanoseconds);
}
