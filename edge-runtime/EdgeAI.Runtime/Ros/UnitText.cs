using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Ros;

/// <summary>Units in the letters that people read.</summary>
public static class UnitText
{
    /// <summary>The unit's symbol; "count" for what has none, and for what is no unit.</summary>
    public static string Of(Unit unit) => unit switch
    {
        Unit.DegreeCelsius => "degC",
        Unit.Newton => "N",
        Unit.NewtonMetre => "N m",
        Unit.Pascal => "Pa",
        Unit.Metre => "m",
        Unit.One => "1",
        Unit.Volt => "V",
        Unit.Ampere => "A",
        Unit.Watt => "W",
        Unit.Radian => "rad",
        Unit.RadianPerSecond => "rad/s",
        Unit.MetrePerSecondSquared => "m/s^2",
        Unit.Tesla => "T",
        _ => "count",
    };
}
