namespace EdgeAI.Gateway.Policy;

/// <summary>Where a robot is, and how sure that is.</summary>
/// <param name="Latitude">Degrees, north positive (WGS 84).</param>
/// <param name="Longitude">Degrees, east positive (WGS 84).</param>
/// <param name="AccuracyMetres">The true place lies within this many metres, 0 or more.</param>
internal readonly record struct GeoPosition(double Latitude, double Longitude, double AccuracyMetres)
{
    /// <summary>Whether it is a place on the globe.</summary>
    public bool IsValid => Math.Abs(Latitude) <= 90 && Math.Abs(Longitude) <= 180 && AccuracyMetres is >= 0 and < double.PositiveInfinity;
}
