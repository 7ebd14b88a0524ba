using System.Security.Cryptography;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Cameras;
using EdgeAI.Profiles.Queues;
using EdgeAI.Profiles.Schema;

namespace EdgeAI.Tests.Profiles;

/// <summary>The profiles in hardware-profiles/ load, and mean what they say.</summary>
public sealed class ShippedProfileTests
{
    public static TheoryData<string> Shipped => [.. FilesOf(ProfileSchema.ResourceName)];

    public static TheoryData<string> ShippedBoards => [.. FilesOf(ProfileSchema.BoardResourceName)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void TryLoad_ShippedProfile_HasNoProblem(string file)
    {
        bool loaded = ProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", file), out Profile? profile, out IReadOnlyList<ProfileProblem> problems);

        Assert.Equal([], problems.Select(static problem => problem.ToString()));
        Assert.True(loaded);
        Assert.Equal(file, profile!.Name + ".profile.json");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Checkout.PathOf("hardware-profiles", file)))), profile.Sha256);
        Assert.Equal(Checkout.PathOf("hardware-profiles"), profile.Folder);
    }

    [Theory]
    [MemberData(nameof(ShippedBoards))]
    public void TryLoad_ShippedBoard_HasNoProblem(string file)
    {
        string path = Checkout.PathOf("hardware-profiles", file);
        bool loaded = BoardProfileLoader.TryLoad(path, out BoardProfile? board, out IReadOnlyList<ProfileProblem> problems);

        Assert.Equal([], problems.Select(static problem => problem.ToString()));
        Assert.True(loaded);
        Assert.Equal(file, board!.Name + ".profile.json");
        Assert.Equal(file, board.File);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), board.Sha256);
    }

    [Fact]
    public void TryLoad_WristBoard_GivesWhatTheFileSays()
    {
        Assert.True(BoardProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", "rp2350-wrist.profile.json"), out BoardProfile? board, out _));

        Assert.Equal(("PICO2_RP2350_W", FlashMethod.Uf2, 15), (board.Target, board.Flash, board.IdentifyPin));
        Assert.Equal(new BoardLinkProfile { Kind = BoardLinkKind.Mqtt, Host = "robot.local", Port = 1883, Topic = "humanoid-01/right_wrist" }, board.Uplink);
        Assert.Equal(new BoardBusProfile { Name = "wrist", Kind = BusProtocol.I2c, Controller = 0, Hertz = 400000, Sda = 4, Scl = 5 }, Assert.Single(board.Buses));
        Assert.Equal(new SendQueueProfile { Bytes = 8192, Policy = SendQueuePolicy.DropOldest }, board.Queue);
        Assert.Equal(2000, board.WatchdogMilliseconds);
        SensorProfile wrench = board.Sensors[0];
        Assert.Equal((byte)0x70, wrench.Switch);
        Assert.Equal(new ChipProfile { Channel = 6, Address = 0x44 }, wrench.Chips![6]);
        Assert.Equal(2.165e-5, wrench.SixAxis!.Matrix[1][1]);
        Assert.Equal(3, wrench.SixAxis.Knots.Count);
    }

    [Fact]
    public void TryLoad_DesktopProfile_GivesWhatTheFileSays()
    {
        Profile profile = Load("desktop.profile.json");

        Assert.True(profile.Robot.Simulated);
        Assert.True(profile.City.StandIn);
        Assert.Equal([1, 2, 3], profile.Boards.Select(static board => board.Id));
        SensorProfile bridge = profile.Boards[0].Sensors[2];
        Assert.Equal(SensorDriver.Nau7802, bridge.Driver);
        Assert.Equal((byte)0x2A, bridge.Address);
        Assert.Equal(128, bridge.Gain);
        Assert.Equal(CalibrationUnit.Newton, bridge.Calibration!.Unit);
        Assert.Equal([0.03, 0, 0], profile.Boards[0].Sensors[0].Mount!.Xyz);
        Assert.Equal(Checkout.PathOf("edge-runtime", "models", "grasp-stability"), profile.PathOf(profile.Models[0].Folder!));
        Assert.Equal(16, profile.Gateway.Uplink!.Window);
    }

    [Fact]
    public void TryLoad_PropertiesLeftOut_TakesTheSchemasDefaults()
    {
        Profile profile = Load("desktop.profile.json");

        Assert.Equal(new QueueProfile { Capacity = 64, Policy = QueuePolicy.DropOldest }, profile.Boards[1].Sensors[0].Queue);
        Assert.True(ProfileLoader.TryParse(System.Text.Encoding.UTF8.GetBytes(SampleProfile.Text), SampleProfile.File, out Profile? sample, out _));
        Assert.Equal(new LinkProfile { Kind = LinkKind.InProcess, CapacityBytes = 65536 }, sample.Boards[1].Link);
        Assert.Equal(EdgeAI.Profiles.Gateways.RecordClass.Telemetry, profile.Boards[1].Sensors[0].RecordClass);
        Assert.Equal(EdgeAI.Profiles.Gateways.RecordClass.Event, profile.Stages[0].RecordClass);
        Assert.Empty(Load("raspberry-pi-5-humanoid.profile.json").Models);
    }

    [Fact]
    public void TryLoad_RealRobotProfile_OwnsItsBusAndIsNotSimulated()
    {
        Profile profile = Load("raspberry-pi-5-humanoid.profile.json");

        Assert.False(profile.Robot.Simulated);
        BusProfile bus = Assert.Single(profile.Buses);
        Assert.Equal((BusKind.LinuxI2c, "/dev/i2c-1"), (bus.Kind, bus.Path));
        Assert.All(profile.Boards.SelectMany(static board => board.Sensors), sensor => Assert.Equal(bus.Name, sensor.Bus));
    }

    [Fact]
    public void TryLoad_CameraProfiles_LetNoMoreOutThanTheySay()
    {
        CameraProfile pi = Assert.Single(Load("raspberry-pi-5-camera.profile.json").Cameras);
        Assert.Equal((CameraSource.V4l2, CameraFormat.Mjpeg, true, ImagesLeaving.None), (pi.Source, pi.Format, pi.IsCompressed, pi.Images));
        Assert.Equal(new QueueProfile { Capacity = 1, Policy = QueuePolicy.LatestOnly }, pi.Queue);
        CameraProfile desktop = Assert.Single(Load("desktop.profile.json").Cameras);
        Assert.Equal((CameraSource.TestPattern, ImagesLeaving.Raw, DistortionModel.PlumbBob), (desktop.Source, desktop.Images, desktop.Information!.DistortionModel));
        Assert.Equal(ImagesLeaving.Compressed, Assert.Single(Load("desktop-camera.profile.json").Cameras).Images);
    }

    private static IEnumerable<string> FilesOf(string schema) =>
        Directory.GetFiles(Checkout.PathOf("hardware-profiles"), "*.profile.json")
            .Where(path => File.ReadAllText(path).Contains($"\"$schema\": \"{schema}\"", StringComparison.Ordinal))
            .Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static Profile Load(string file)
    {
        Assert.True(ProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", file), out Profile? profile, out _));
        return profile;
    }
}
