using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Tests.Perception;

/// <summary>Samples as a stage gets them.</summary>
internal static class Readings
{
    public const long Millisecond = 1_000_000;

    public static Sample<T> Of<T>(T message, long sequence, long nanoseconds, ushort board = 1)
        where T : Message => new(message, new Stamp(nanoseconds, 1000), new StreamId(board, 2), sequence, FrameFlags.None);

    public static TactileArray Taxels(int[] values)
    {
        TactileArray array = new(values.Length, 1) { TaxelCount = values.Length, FrameId = "l_gripper" };
        for (int taxel = 0; taxel < values.Length; taxel++)
        {
            array.Values[taxel] = (short)values[taxel];
        }

        return array;
    }

    public static WrenchStamped Wrench(ReadOnlySpan<int> axes)
    {
        WrenchStamped wrench = new() { ForceScale = new Scale(1, 0, Unit.Count), TorqueScale = new Scale(1, 0, Unit.Count), FrameId = "l_wrist" };
        axes[..3].CopyTo(wrench.Force);
        axes[3..].CopyTo(wrench.Torque);
        return wrench;
    }
}
