using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Perception;

/// <summary>Why a stage's latest answer is suspect.</summary>
internal static class Suspicion
{
    public delegate void Widening(ref long uncertaintyNanoseconds, ref FrameFlags flags);

    public static FrameFlags Of(Widening widen)
    {
        long uncertainty = 0;
        FrameFlags flags = FrameFlags.None;
        widen(ref uncertainty, ref flags);
        return flags & FrameFlags.Suspect;
    }
}
