namespace EdgeAI.Benchmarks.Frames;

/// <summary>Orientation, angular velocity and acceleration in JSON.</summary>
internal sealed class JsonImu : JsonReading
{
    public JsonScale OrientationScale { get; set; } = new();

    public int[] Orientation { get; set; } = [];

    public JsonScale AngularVelocityScale { get; set; } = new();

    public int[] AngularVelocity { get; set; } = [];

    public JsonScale LinearAccelerationScale { get; set; } = new();

    public int[] LinearAcceleration { get; set; } = [];
}
