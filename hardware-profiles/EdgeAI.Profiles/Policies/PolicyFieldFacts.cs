using static EdgeAI.Profiles.Policies.FieldUnit;

namespace EdgeAI.Profiles.Policies;

/// <summary>One field of a message that a rule can name.</summary>
/// <param name="Message">The message.</param>
/// <param name="Name">The field's name.</param>
/// <param name="Units">The units that its numbers come in; none for a field that is no number to compute with, which can only be redacted.</param>
internal sealed record PolicyFieldFacts(PolicyMessage Message, string Name, params FieldUnit[] Units)
{
    /// <summary>Every field, in the order of the messages.</summary>
    public static IReadOnlyList<PolicyFieldFacts> All { get; } =
    [
        new(PolicyMessage.LogRecord, "text"),
        new(PolicyMessage.Image, "samples", Count, DegreeCelsius),
        new(PolicyMessage.TactileArray, "values", Count, Newton, Pascal),
        new(PolicyMessage.TactileArray, "touch"),
        new(PolicyMessage.WrenchStamped, "force", Newton, Count),
        new(PolicyMessage.WrenchStamped, "torque", NewtonMetre, Count),
        new(PolicyMessage.ForceStamped, "rawCount", Count),
        new(PolicyMessage.ForceStamped, "value", Newton, Count),
        new(PolicyMessage.Imu, "orientation", One),
        new(PolicyMessage.Imu, "angularVelocity", RadianPerSecond),
        new(PolicyMessage.Imu, "linearAcceleration", MetrePerSecondSquared),
        new(PolicyMessage.RangeMeasurement, "range", Metre),
        new(PolicyMessage.Temperature, "value", DegreeCelsius),
        new(PolicyMessage.FluidPressure, "value", Pascal),
        new(PolicyMessage.RelativeHumidity, "value", One),
        new(PolicyMessage.MagneticField, "field", Tesla),
        new(PolicyMessage.ElectricalState, "voltage", Volt),
        new(PolicyMessage.ElectricalState, "current", Ampere),
        new(PolicyMessage.ElectricalState, "power", Watt),
        new(PolicyMessage.RangeGrid, "ranges", Metre),
        new(PolicyMessage.JointState, "position", Radian),
        new(PolicyMessage.JointState, "velocity", RadianPerSecond),
        new(PolicyMessage.JointState, "effort", NewtonMetre, Ampere),
        new(PolicyMessage.Classification, "modelDigest"),
        new(PolicyMessage.Classification, "inputDigest"),
        new(PolicyMessage.Classification, "probabilities"),
        new(PolicyMessage.PerceptionEvent, "value"),
        new(PolicyMessage.Detection2DArray, "modelDigest"),
        new(PolicyMessage.Detection2DArray, "inputDigest"),
        new(PolicyMessage.Detection2DArray, "boxes"),
        new(PolicyMessage.Detection2DArray, "detections"),
    ];

    /// <summary>The fields of a message.</summary>
    public static IEnumerable<PolicyFieldFacts> Of(PolicyMessage message) => All.Where(field => field.Message == message);
}
