using EdgeAI.Profiles.Policies;

namespace EdgeAI.Gateway.Policy;

/// <summary>An area on the ground and the side of it on which records leave. Immutable.</summary>
internal sealed class GeoArea
{
    // The mean radius of the earth (IUGG): a sphere is off by 0.5 % of a distance, which is what the area's border is good for.
    private const double EarthRadiusMetres = 6_371_008.8;

    private readonly bool _leavesInside;
    private readonly GeoPosition _centre;
    private readonly double _radius;
    private readonly GeoPosition[] _corners;
    private readonly double _middle;

    public GeoArea(GeofenceProfile geofence)
    {
        _leavesInside = geofence.Leaves == GeofenceSide.Inside;
        _corners = [.. (geofence.Polygon ?? []).Select(static corner => new GeoPosition(corner.Latitude, corner.Longitude, 0))];
        for (int index = 1; index < _corners.Length; index++)
        {
            // Each side takes the shorter way round the globe: across the 180th meridian longitudes go on beyond 180 degrees.
            _corners[index] = _corners[index] with { Longitude = Nearest(_corners[index].Longitude, _corners[index - 1].Longitude) };
        }

        _middle = _corners.Length == 0 ? 0 : (_corners.Min(static corner => corner.Longitude) + _corners.Max(static corner => corner.Longitude)) / 2;
        if (geofence.Circle is { } circle)
        {
            _centre = new GeoPosition(circle.Latitude, circle.Longitude, 0);
            _radius = circle.RadiusMetres;
        }
    }

    /// <summary>Whether a record may leave from a position: only where that holds for every place within its accuracy.</summary>
    public bool Allows(in GeoPosition position)
    {
        double beyond = MetresBeyondBorder(position);
        return _leavesInside ? beyond + position.AccuracyMetres < 0 : beyond - position.AccuracyMetres > 0;
    }

    /// <summary>Metres from the border: negative inside.</summary>
    private double MetresBeyondBorder(in GeoPosition told)
    {
        if (_corners.Length == 0)
        {
            return Distance(_centre, told) - _radius;
        }

        GeoPosition position = told with { Longitude = Nearest(told.Longitude, _middle) };
        bool inside = false;
        double nearest = double.PositiveInfinity;
        for (int index = 0; index < _corners.Length; index++)
        {
            GeoPosition from = _corners[index];
            GeoPosition to = _corners[(index + 1) % _corners.Length];
            if (from.Latitude > position.Latitude != to.Latitude > position.Latitude
                && position.Longitude < from.Longitude + ((position.Latitude - from.Latitude) / (to.Latitude - from.Latitude) * (to.Longitude - from.Longitude)))
            {
                inside = !inside;
            }

            nearest = Math.Min(nearest, DistanceToEdge(position, from, to));
        }

        return inside ? -nearest : nearest;
    }

    // The same meridian, written so that it lies within 180 degrees of another.
    private static double Nearest(double longitude, double other) => longitude + (360 * Math.Round((other - longitude) / 360));

    private static double Distance(in GeoPosition from, in GeoPosition to)
    {
        // The haversine formula keeps its precision at small distances.
        double latitude = Radians(to.Latitude - from.Latitude);
        double longitude = Radians(to.Longitude - from.Longitude);
        double h = Square(Math.Sin(latitude / 2)) + (Math.Cos(Radians(from.Latitude)) * Math.Cos(Radians(to.Latitude)) * Square(Math.Sin(longitude / 2)));
        return 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    // On a plane that touches the globe at the position: right where it matters, near the edge.
    private static double DistanceToEdge(in GeoPosition position, in GeoPosition from, in GeoPosition to)
    {
        double narrowing = Math.Cos(Radians(position.Latitude));
        double x = Radians(from.Longitude - position.Longitude) * narrowing;
        double y = Radians(from.Latitude - position.Latitude);
        double alongX = (Radians(to.Longitude - position.Longitude) * narrowing) - x;
        double alongY = Radians(to.Latitude - position.Latitude) - y;
        double length = Square(alongX) + Square(alongY);
        double share = length == 0 ? 0 : Math.Clamp(-((x * alongX) + (y * alongY)) / length, 0, 1);
        return EarthRadiusMetres * Math.Sqrt(Square(x + (share * alongX)) + Square(y + (share * alongY)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static double Square(double value) => value * value;
}
