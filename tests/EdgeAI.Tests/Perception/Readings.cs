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

    public static JointState Joints(ReadOnlySpan<double> efforts, ReadOnlySpan<double> rates, Unit effort)
    {
        JointState state = new()
        {
            Count = efforts.Length,
            Parts = JointStateParts.Velocity | JointStateParts.Effort,
            EffortScale = new Scale(1, -6, effort),
            VelocityScale = new Scale(1, -6, Unit.RadianPerSecond),
            FrameId = "base_link",
        };
        for (int joint = 0; joint < efforts.Length; joint++)
        {
            state.Effort[joint] = (int)Math.Round(efforts[joint] * 1e6);
            state.Velocity[joint] = (int)Math.Round(rates[joint] * 1e6);
        }

        return state;
    }

    public static WrenchStamped Wrench(ReadOnlySpan<int> axes)
    {
        WrenchStamped wrench = new() { ForceScale = new Scale(1, 0, Unit.Count), TorqueScale = new Scale(1, 0, Unit.Count), FrameId = "l_wrist" };
        axes[..3].CopyTo(wrench.Force);
        axes[3..].CopyTo(wrench.Torque);
        return wrench;
    }
}
