using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>The numbers of a reading that a stream's description gives the range of: those of its first scale.</summary>
internal static class ReadingValues
{
    public static int[] Of(Message reading) => reading switch
    {
        Image image => [.. image.Samples.Take(image.Width * image.Height)],
        TactileArray array => [.. array.Values.Take(array.TaxelCount * array.Components)],
        RangeGrid grid => [.. grid.Ranges.Take(grid.Width * grid.Height)],
        RangeMeasurement range => [range.Distance],
        WrenchStamped wrench => [wrench.Force.Max()],
        ForceStamped force => [force.Value],
        Imu imu => [(imu.Parts & ImuParts.Orientation) != 0 ? imu.Orientation.Max() : imu.AngularVelocity.Max()],
        JointState joints => joints.Position[..joints.Count],
        MagneticField field => [field.Field.Max()],
        ElectricalState state => [state.Voltage],
        ScalarMessage scalar => [scalar.Value],
        _ => throw new NotSupportedException(reading.Type.ToString()),
    };
}
