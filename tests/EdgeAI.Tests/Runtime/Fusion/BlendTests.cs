using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Fusion;

namespace EdgeAI.Tests.Runtime.Fusion;

/// <summary>What lies between two readings.</summary>
public sealed class BlendTests
{
    [Fact]
    public void TryBlend_Wrenches_AreLinearByAxis()
    {
        WrenchStamped earlier = new() { FrameId = "wrist" };
        WrenchStamped later = new();
        (earlier.Force[0], later.Force[0]) = (-100, 300);
        (earlier.Torque[2], later.Torque[2]) = (int.MaxValue, int.MinValue);
        WrenchStamped into = new();

        Assert.True(new WrenchBlend().TryBlend(earlier, later, 0.25, ref into));
        Assert.Equal((0, 1_073_741_823, "wrist"), (into.Force[0], into.Torque[2], into.FrameId));
    }

    [Fact]
    public void TryBlend_OtherScale_HasNothingInBetween()
    {
        WrenchStamped earlier = new();
        WrenchStamped later = new() { ForceScale = new Scale(1, -2, Unit.Newton) };
        WrenchStamped into = new();

        Assert.False(new WrenchBlend().TryBlend(earlier, later, 0.5, ref into));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void TryBlend_Orientations_TurnAtAConstantRateOnTheShorterWay(int sign)
    {
        // From 0 to 120 degrees about z; q and -q are the same rotation.
        Imu earlier = Turned(0, 1);
        Imu later = Turned(120, sign);
        Imu into = new();
        for (int step = 0; step <= 12; step++)
        {
            Assert.True(new ImuBlend().TryBlend(earlier, later, step / 12.0, ref into));
            double degrees = 2 * Math.Atan2(into.Orientation[2], into.Orientation[3]) * 180 / Math.PI;
            Assert.Equal(step * 10, (degrees + 360) % 360, 0.02);
        }
    }

    [Fact]
    public void TryBlend_OrientationOfNoLength_IsRefused()
    {
        Imu earlier = new() { Parts = ImuParts.Orientation };
        Imu into = new();

        Assert.False(new ImuBlend().TryBlend(earlier, Turned(10, 1), 0.5, ref into));
    }

    [Fact]
    public void TryBlend_OtherParts_HasNothingInBetween()
    {
        Imu into = new();

        Assert.False(new ImuBlend().TryBlend(Turned(0, 1), new Imu { Parts = ImuParts.AngularVelocity }, 0.5, ref into));
    }

    [Fact]
    public void TryBlend_Scalars_AreLinear()
    {
        Temperature into = new();

        Assert.True(new ScalarBlend<Temperature>().TryBlend(new Temperature { Value = 10 }, new Temperature { Value = 20 }, 0.55, ref into));
        Assert.Equal(16, into.Value);
    }

    private static Imu Turned(double degrees, int sign)
    {
        Imu imu = new() { Parts = ImuParts.Orientation };
        double half = degrees * Math.PI / 360;
        imu.Orientation[2] = (int)Math.Round(sign * Math.Sin(half) * 10_000);
        imu.Orientation[3] = (int)Math.Round(sign * Math.Cos(half) * 10_000);
        return imu;
    }
}
