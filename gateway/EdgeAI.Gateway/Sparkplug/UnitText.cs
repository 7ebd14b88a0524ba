using EdgeAI.Device.Messages;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>A unit as the property <c>engUnit</c> says it.</summary>
internal static class UnitText
{
    /// <summary>The text, UTF-8; empty for counts, which have no unit.</summary>
    public static ReadOnlySpan<byte> Of(Unit unit) => unit switch
    {
        Unit.DegreeCelsius => "degC"u8,
        Unit.Newton => "N"u8,
        Unit.NewtonMetre => "N.m"u8,
        Unit.Pascal => "Pa"u8,
        Unit.Metre => "m"u8,
        Unit.One => "1"u8,
        Unit.Volt => "V"u8,
        Unit.Ampere => "A"u8,
        Unit.Watt => "W"u8,
        Unit.Radian => "rad"u8,
        Unit.RadianPerSecond => "rad/s"u8,
        Unit.MetrePerSecondSquared => "m/s2"u8,
        Unit.Tesla => "T"u8,
        _ => default,
    };
}
