using EdgeAI.Gateway.Policy;
using EdgeAI.Profiles.Policies;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>Areas on the ground: distances as WGS 84 has them to half a percent, and the stricter answer near the border.</summary>
public sealed class GeoAreaTests
{
    // A U open to the north: the gap between its arms is outside.
    private static readonly PlaceProfile[] Corners =
    [
        new() { Latitude = 52.50, Longitude = 13.40 },
        new() { Latitude = 52.50, Longitude = 13.46 },
        new() { Latitude = 52.53, Longitude = 13.46 },
        new() { Latitude = 52.53, Longitude = 13.44 },
        new() { Latitude = 52.51, Longitude = 13.44 },
        new() { Latitude = 52.51, Longitude = 13.42 },
        new() { Latitude = 52.53, Longitude = 13.42 },
        new() { Latitude = 52.53, Longitude = 13.40 },
    ];

    [Theory]
    [InlineData(52.505, 13.43, 0, true)]
    [InlineData(52.52, 13.41, 0, true)]
    [InlineData(52.52, 13.43, 0, false)]
    [InlineData(52.49, 13.43, 0, false)]
    [InlineData(52.505, 13.43, 600, false)] // 556 m from the border: it could be outside.
    [InlineData(52.505, 13.43, 540, true)]
    public void Allows_InsideOfAPolygon_HoldsForEveryPlaceWithinTheAccuracy(double latitude, double longitude, double accuracy, bool expected)
        => Assert.Equal(expected, new GeoArea(new GeofenceProfile { Leaves = GeofenceSide.Inside, Polygon = Corners }).Allows(new GeoPosition(latitude, longitude, accuracy)));

    [Theory]
    [InlineData(52.52, 13.43, 0, true)]
    [InlineData(52.505, 13.43, 0, false)]
    [InlineData(52.52, 13.43, 1200, false)] // About 680 m to either arm.
    public void Allows_OutsideOfAPolygon_HoldsForEveryPlaceWithinTheAccuracy(double latitude, double longitude, double accuracy, bool expected)
        => Assert.Equal(expected, new GeoArea(new GeofenceProfile { Leaves = GeofenceSide.Outside, Polygon = Corners }).Allows(new GeoPosition(latitude, longitude, accuracy)));

    [Theory]
    [InlineData(-16.8, 179.98, 0, true)] // Taveuni, Fiji: the meridian goes through it.
    [InlineData(-16.8, -179.98, 0, true)]
    [InlineData(-16.8, 180, 0, true)]
    [InlineData(-16.8, -180, 0, true)]
    [InlineData(-16.8, 179.85, 0, false)]
    [InlineData(-16.8, -179.85, 0, false)]
    [InlineData(-16.8, 0, 0, false)]
    [InlineData(-16.8, 179.98, 8000, true)] // 8.5 km from the western side.
    [InlineData(-16.8, 179.98, 9000, false)]
    public void Allows_InsideOfAPolygonAcrossThe180thMeridian_IsThePieceOnBothSides(double latitude, double longitude, double accuracy, bool expected)
    {
        PlaceProfile[] corners =
        [
            new() { Latitude = -17, Longitude = 179.9 },
            new() { Latitude = -17, Longitude = -179.9 },
            new() { Latitude = -16.6, Longitude = -179.9 },
            new() { Latitude = -16.6, Longitude = 179.9 },
        ];
        GeoPosition position = new(latitude, longitude, accuracy);
        Assert.Equal(expected, new GeoArea(new GeofenceProfile { Leaves = GeofenceSide.Inside, Polygon = corners }).Allows(position));
        Assert.Equal(expected, new GeoArea(new GeofenceProfile { Leaves = GeofenceSide.Inside, Polygon = [.. Enumerable.Reverse(corners)] }).Allows(position));
    }

    [Theory]
    [InlineData(52.5, 13.4, 52.508, true)] // 890 m north.
    [InlineData(52.5, 13.4, 52.510, false)] // 1112 m north.
    [InlineData(0, 180, 0.008, true)]
    public void Allows_InsideOfACircle_ComparesMetres(double latitude, double longitude, double at, bool expected)
        => Assert.Equal(expected, new GeoArea(new GeofenceProfile { Leaves = GeofenceSide.Inside, Circle = new CircleProfile { Latitude = latitude, Longitude = longitude, RadiusMetres = 1000 } }).Allows(new GeoPosition(at, longitude == 180 ? -180 : longitude, 0)));
}
