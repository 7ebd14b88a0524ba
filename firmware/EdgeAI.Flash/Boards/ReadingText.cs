using System.Globalization;
using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Flash.Boards;

/// <summary>Readings for people: SI values with their unit, grids and taxels as lowest and highest.</summary>
internal static class ReadingText
{
    /// <summary>Makes a message that holds any reading of a type; null for types that are no readings.</summary>
    public static Message? NewOf(MessageType type) => type switch
    {
        MessageType.Image => new Image(Image.MaxSamples),
        MessageType.TactileArray => new TactileArray(TactileArray.MaxTaxels, 3),
        MessageType.WrenchStamped => new WrenchStamped(),
        MessageType.ForceStamped => new ForceStamped(),
        MessageType.Imu => new Imu(),
        MessageType.RangeMeasurement => new RangeMeasurement(),
        MessageType.RangeGrid => new RangeGrid(RangeGrid.MaxZones),
        MessageType.Temperature => new Temperature(),
        MessageType.FluidPressure => new FluidPressure(),
        MessageType.RelativeHumidity => new RelativeHumidity(),
        MessageType.MagneticField => new MagneticField(),
        MessageType.ElectricalState => new ElectricalState(),
        MessageType.JointState => new JointState(),
        MessageType.Classification => new Classification(),
        MessageType.PerceptionEvent => new PerceptionEvent(),
        MessageType.Detection2DArray => new Detection2DArray(),
        _ => null,
    };

    /// <summary>The reading in one line.</summary>
    public static string Of(Message reading) => reading switch
    {
        Image image => Span(image.Samples.AsSpan(0, image.Width * image.Height), image.Scale, $"{image.Width} x {image.Height}"),
        TactileArray tactile => Span(tactile.Values.AsSpan(0, tactile.TaxelCount * tactile.Components), tactile.Scale, $"{tactile.TaxelCount} taxels") + Touched(tactile),
        WrenchStamped wrench => $"{Vector(wrench.Force, wrench.ForceScale)}; {Vector(wrench.Torque, wrench.TorqueScale)}",
        ForceStamped force => One(force.Value, force.Scale),
        Imu imu => Of(imu),
        RangeMeasurement range => $"{One(range.Distance, range.Scale)} ({range.Status})",
        RangeGrid grid => Span(grid.Ranges.AsSpan(0, grid.Width * grid.Height), grid.Scale, $"{grid.Width} x {grid.Height}"),
        MagneticField field => Vector(field.Field, field.Scale),
        ElectricalState state => $"{One(state.Voltage, state.VoltageScale)}, {One(state.Current, state.CurrentScale)}, {One(state.Power, state.PowerScale)}",
        JointState joints => Of(joints),
        Detection2DArray found => $"{found.Count} found on {found.ImageWidth} x {found.ImageHeight}",
        ScalarMessage scalar => One(scalar.Value, scalar.Scale),
        _ => reading.Type.ToString(),
    };

    private static string Of(Imu imu)
    {
        List<string> parts = [];
        if ((imu.Parts & ImuParts.Orientation) != 0)
        {
            parts.Add($"({string.Join(", ", imu.Orientation.Select(value => Number(value, imu.OrientationScale)))})");
        }

        if ((imu.Parts & ImuParts.AngularVelocity) != 0)
        {
            parts.Add(Vector(imu.AngularVelocity, imu.AngularVelocityScale));
        }

        if ((imu.Parts & ImuParts.LinearAcceleration) != 0)
        {
            parts.Add(Vector(imu.LinearAcceleration, imu.LinearAccelerationScale));
        }

        return string.Join("; ", parts);
    }

    private static string Of(JointState joints)
    {
        List<string> parts = [];
        if ((joints.Parts & JointStateParts.Position) != 0)
        {
            parts.Add(Vector(joints.Position[..joints.Count], joints.PositionScale));
        }

        if ((joints.Parts & JointStateParts.Velocity) != 0)
        {
            parts.Add(Vector(joints.Velocity[..joints.Count], joints.VelocityScale));
        }

        if ((joints.Parts & JointStateParts.Effort) != 0)
        {
            parts.Add(Vector(joints.Effort[..joints.Count], joints.EffortScale));
        }

        return string.Join("; ", parts);
    }

    private static string Touched(TactileArray tactile)
    {
        if (!tactile.HasTouch)
        {
            return "";
        }

        int touched = Enumerable.Range(0, tactile.TaxelCount).Count(tactile.IsTouched);
        return $", {touched} touched";
    }

    private static string Span(ReadOnlySpan<short> values, in Scale scale, string shape)
    {
        if (values.IsEmpty)
        {
            return shape;
        }

        short lowest = values[0];
        short highest = values[0];
        foreach (short value in values)
        {
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        return $"{Number(lowest, scale)} to {One(highest, scale)}, {shape}";
    }

    private static string Vector(int[] values, Scale scale) => $"({string.Join(", ", values.Select(value => Number(value, scale)))}) {Symbol(scale.Unit)}".TrimEnd();

    private static string One(int value, in Scale scale) => $"{Number(value, scale)} {Symbol(scale.Unit)}".TrimEnd();

    private static string Number(int value, in Scale scale) => (value * ScaleConversion.StepOf(scale)).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Symbol(Unit unit) => unit switch
    {
        Unit.Count => "counts",
        Unit.DegreeCelsius => "degC",
        Unit.Newton => "N",
        Unit.NewtonMetre => "N m",
        Unit.Pascal => "Pa",
        Unit.Metre => "m",
        Unit.One => "",
        Unit.Volt => "V",
        Unit.Ampere => "A",
        Unit.Watt => "W",
        Unit.Radian => "rad",
        Unit.RadianPerSecond => "rad/s",
        Unit.MetrePerSecondSquared => "m/s^2",
        Unit.Tesla => "T",
        _ => unit.ToString(),
    };
}
