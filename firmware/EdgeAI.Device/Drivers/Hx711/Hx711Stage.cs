namespace EdgeAI.Device.Drivers.Hx711;

/// <summary>How far an HX711 has come up.</summary>
public enum Hx711Stage : byte
{
    /// <summary>Not reset yet, or given up after a fault.</summary>
    Down = 0,

    /// <summary>Reset; its conversions are thrown away until the filter has settled.</summary>
    Settling = 1,

    /// <summary>Conversions are delivered.</summary>
    Running = 2,
}
