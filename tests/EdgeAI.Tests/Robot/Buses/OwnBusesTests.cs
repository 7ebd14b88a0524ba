using System.Text;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Profiles;
using EdgeAI.Robot.Buses;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Robot.Buses;

/// <summary>A robot of its own buses, I2C and SPI: what each board gets, and what is said where a node is missing.</summary>
public sealed class OwnBusesTests
{
    private const string Absent = "/dev/spidev253.0";
    private static readonly byte[] Sent = [1, 2, 3];

    [Fact]
    public void Of_SpiNodeNotThere_IsOneLineWithBusNodeAndMend()
    {
        Assert.SkipWhen(File.Exists(Absent), $"{Absent} is there");
        Profile profile = WithLoadCell();
        using OwnBuses buses = new(profile, new VirtualClock());

        CannotRunException refused = Assert.Throws<CannotRunException>(() => buses.Of(profile.Boards[0]));

        Assert.Equal($"bus 'load_spi': {Absent} is not there: enable SPI (raspi-config, Interface Options) or name the right node in the profile", refused.Message);
    }

    [Fact]
    public void Of_SpiBus_IsOpenedOnceAndClosedAtTheEnd()
    {
        Profile profile = WithLoadCell();
        ScriptedSpiDevice device = new();
        int opened = 0;
        OwnBuses buses = new(profile, new VirtualClock(), bus =>
        {
            opened++;
            Assert.Equal((Absent, 1_000_000), (bus.Path, bus.Hertz));
            return new LinuxSpiBus("/dev/null", () => device);
        });

        ISpiBus? spi = buses.Of(profile.Boards[0]).Spi(0);
        IBoardBuses again = buses.Of(profile.Boards[0]);
        byte[] received = new byte[3];
        Assert.Equal(BusStatus.Ok, spi!.Transfer(Sent, received, 3));
        buses.Dispose();

        Assert.Equal(Sent, received);
        Assert.Same(spi, again.Spi(0));
        Assert.Null(again.I2c(0));
        Assert.Equal((1, true), (opened, device.Disposed));
    }

    [Fact]
    public void Catalog_OverASpiBus_MakesTheHx711()
    {
        Profile profile = WithLoadCell();
        using OwnBuses buses = new(profile, new VirtualClock(), static _ => new LinuxSpiBus("/dev/null", static () => new ScriptedSpiDevice()));
        byte[] bytes = EdgeAI.Profiles.Configuration.ConfigurationEncoder.Encode(profile.Boards[0]).Bytes;
        BoardConfiguration configuration = ConfigurationDecoder.Decode(bytes, bytes.Length).Configuration!;

        Assert.Equal(CatalogStatus.Ok, new SensorCatalog(configuration, buses.Of(profile.Boards[0]), null, new VirtualClock()).TryMake(0, out _));
        Assert.Equal(1_000_000, configuration.Buses[0].Hertz);
    }

    /// <summary>The shipped robot of its own buses, with a load cell on SPI in place of its sensors.</summary>
    private static Profile WithLoadCell()
    {
        string text = File.ReadAllText(Checkout.PathOf("hardware-profiles", "raspberry-pi-5-humanoid.profile.json"));
        string sensors = text[text.IndexOf("\"sensors\"", StringComparison.Ordinal)..text.IndexOf("\"outbound\"", StringComparison.Ordinal)];
        text = text.Replace("{ \"name\": \"header_i2c\", \"kind\": \"linux-i2c\", \"path\": \"/dev/i2c-1\" }", $"{{ \"name\": \"load_spi\", \"kind\": \"linux-spi\", \"path\": \"{Absent}\", \"hertz\": 1000000 }}", StringComparison.Ordinal);
        text = text.Replace(sensors, """
            "sensors": [
              { "stream": 1, "name": "hand/load", "driver": "hx711", "bus": "load_spi", "rateHz": 80, "frame": "bridge", "gain": 64,
                "calibration": { "scaleMantissa": 1, "scaleExponent": 0, "unit": "count", "tareCounts": 0 } } ] } ],
            "stages": [],
            """, StringComparison.Ordinal);
        Assert.True(
            ProfileLoader.TryParse(Encoding.UTF8.GetBytes(text), "robot.profile.json", out Profile? profile, out IReadOnlyList<ProfileProblem> problems),
            string.Join(Environment.NewLine, problems));
        return profile;
    }
}
