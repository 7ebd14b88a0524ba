using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>What the scene's truth looks like in the registers, read raw: whoever perceives it right can tell it.</summary>
public sealed class ChipsInTheSceneTests
{
    private const long Millisecond = 1_000_000;
    private const int Cycles = 4;

    private readonly VirtualClock _clock = new();
    private readonly Scene _scene = new(2026);

    [Fact]
    public void Mpr121_ByItsOwnDecision_TellsEachTouchOutsideTheMargin()
    {
        Wires wires = new(new SimulatedMpr121(_clock, _scene), 0x5A);
        for (byte electrode = 0; electrode < 12; electrode++)
        {
            wires.Write((byte)(0x41 + (2 * electrode)), 12, 6);
        }

        // Sampling every 4 x 1 ms, baseline frozen at its first value.
        wires.Write(0x5D, 0x20);
        wires.Write(0x1E, [.. Enumerable.Repeat((byte)62, 12)]);
        wires.Write(0x5E, 0xCC);
        int compared = 0;
        ForEach(5 * Millisecond, t =>
        {
            int touched = wires.ReadLittle(0x00);
            if (_scene.TimeToNearestTransition(TransitionKind.Touch, t) > 250 * Millisecond && t > 20 * Millisecond)
            {
                compared++;
                Assert.All(Enumerable.Range(0, 12), electrode => Assert.Equal(_scene.Touched(t, electrode), (touched & (1 << electrode)) != 0));
            }
        });
        Assert.True(compared > 1500);
    }

    [Fact]
    public void Nau7802_WithItsSheet_TellsTheForceWithinTenthsOfANewton()
    {
        Wires wires = new(new SimulatedNau7802(_clock, _scene, _scene.Seed), 0x2A);
        wires.Write(0x00, 0x86);
        wires.Write(0x01, 0x27, 0x30);
        wires.Write(0x00, 0x96);
        double zero = BridgeCalibration.ZeroMillivoltsPerVolt / BridgeCalibration.MillivoltsPerVoltPerNewton;
        int compared = 0;
        ForEach(13 * Millisecond, t =>
        {
            double newton = (wires.ReadBig24(0x12) << 8 >> 8) / BridgeCalibration.CountsPerNewton(128) - zero;
            double change = Math.Abs(_scene.GripForceNewton(t) - _scene.GripForceNewton(Math.Max(0, t - (60 * Millisecond))));
            if (t > 100 * Millisecond && change < 0.01)
            {
                compared++;

                // The converter's own offset is 0.08 N here: nothing was calibrated or tared.
                Assert.InRange(newton - _scene.GripForceNewton(t), 0.0, 0.2);
            }
        });
        Assert.True(compared > 1000);
    }

    [Fact]
    public void Amg8833_CountingWarmPixels_TellsThePersonOutsideTheMargin()
    {
        Wires wires = new(new SimulatedAmg8833(_clock, _scene), 0x69);
        int compared = 0;
        ForEach(100 * Millisecond, t =>
        {
            byte[] frame = wires.Read(0x80, 128);
            int warm = Enumerable.Range(0, 64).Count(pixel => (frame[2 * pixel] | (frame[(2 * pixel) + 1] << 8)) > 4 * 25.5);
            if (_scene.TimeToNearestTransition(TransitionKind.Person, t) > 300 * Millisecond)
            {
                compared++;
                Assert.Equal(_scene.PersonPresent(t), warm >= Scene.PersonPixels);
            }
        });
        Assert.True(compared > 200);
    }

    [Fact]
    public void Humanoid_SameSeedAndTimes_GivesTheSameBytes() => Assert.Equal(Dump(new VirtualClock()), Dump(new VirtualClock(77)));

    private static byte[] Dump(VirtualClock clock)
    {
        SimulatedHumanoid humanoid = new(9, clock);
        List<byte> bytes = [];
        byte[] buffer = new byte[128];
        humanoid.Attach("a", "amg8833", 0x69);
        humanoid.Attach("a", "mpr121", 0x5A);
        humanoid.Attach("b", "nau7802", 0x2A);
        humanoid.Bus("a").Write(0x5A, [0x5E, 0xCC], 2);
        humanoid.Bus("b").Write(0x2A, [0x00, 0x96], 2);
        for (int step = 0; step < 300; step++)
        {
            clock.AdvanceTo(clock.Nanoseconds + (33 * Millisecond));
            humanoid.Bus("a").WriteRead(0x69, [0x80], 1, buffer, 128);
            bytes.AddRange(buffer);
            humanoid.Bus("a").WriteRead(0x5A, [0x00], 1, buffer, 43);
            bytes.AddRange(buffer[..43]);
            humanoid.Bus("b").WriteRead(0x2A, [0x12], 1, buffer, 3);
            bytes.AddRange(buffer[..3]);
        }

        return [.. bytes];
    }

    private void ForEach(long step, Action<long> look)
    {
        for (long t = 0; t < Cycles * Scene.CycleNanoseconds; t += step)
        {
            _clock.AdvanceTo(t);
            look(t);
        }
    }
}
