using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Sparkplug.Payloads;
using static EdgeAI.Tests.Gateway.Sparkplug.SessionFixture;

namespace EdgeAI.Tests.Gateway.Sparkplug;

public sealed class EdgeNodeSessionTests
{
    [Fact]
    public void Session_FirstValues_AreBornBeforeTheyAreTold()
    {
        SessionFixture node = new();
        node.Session.Connected(7);
        Assert.Equal(["NBIRTH"], Kinds(node.Say()));
        Assert.Equal(7, node.Host.BdSeq);
        node.Take(Celsius(21.5));
        SparkplugMessage birth = Assert.Single(node.Say());
        Assert.Equal("spBv1.0/lab/DBIRTH/gw/r1", birth.Topic);
        SparkplugMessage.Metric metric = birth["1/2/temperature"];
        Assert.Equal((SparkplugDataType.Double, 21.5, Utc(5000)), (metric.Type, metric.Value, metric.Timestamp));
        Assert.Equal([("engUnit", "degC"), ("Quality", "192"), ("Replayed", "False"), ("Simulated", "False")], metric.Properties.OrderBy(static property => property.Key, StringComparer.OrdinalIgnoreCase).Select(static property => (property.Key, property.Value)));

        node.Now += 1000;
        node.Take(Celsius(22));
        SparkplugMessage data = Assert.Single(node.Say());
        Assert.Equal(("DDATA r1", 22d), (data.Kind, Assert.Single(data.Metrics).Value));
        Assert.Empty(data.Metrics[0].Properties);
        Assert.Equal(SparkplugDataType.Double, data.Metrics[0].Type);
    }

    [Fact]
    public void Session_WithoutDataTypes_TellsTheTypeInBirthsOnly()
    {
        SessionFixture node = new(static options => options with { DataTypesInData = false });
        node.Session.Connected(0);
        node.Take(Celsius(21));
        Assert.Equal(SparkplugDataType.Double, node.Say()[1].Metrics[0].Type);
        node.Now += 1000;
        node.Take(Celsius(22));
        node.Session.RefuseCommands(1);
        List<SparkplugMessage> said = node.Say();
        Assert.Equal(["DDATA r1", "NDATA"], Kinds(said));
        Assert.All(said, static message => Assert.Equal(SparkplugDataType.Unknown, message.Metrics[0].Type));
    }

    [Fact]
    public void Session_NewMetric_BringsAnotherBirthAndKeepsAliases()
    {
        SessionFixture node = new();
        node.Session.Connected(0);
        node.Take(Celsius(20));
        ulong? alias = node.Say()[1]["1/2/temperature"].Alias;
        node.Take(new RelativeHumidity { Value = 5000 }, stream: 3);
        Assert.Empty(node.Say());
        node.Now += EdgeNodeSession.BirthPause;
        SparkplugMessage birth = Assert.Single(node.Say());
        Assert.Equal("DBIRTH r1", birth.Kind);
        Assert.Equal(alias, birth["1/2/temperature"].Alias);
        Assert.Equal(0.5, birth["1/3/relative_humidity"].Value);
    }

    [Fact]
    public void Session_EqualOrFrequentValues_AreToldOnceAnInterval()
    {
        SessionFixture node = new(static options => options with { MinimumInterval = TimeSpan.FromMilliseconds(500) });
        node.Session.Connected(0);
        node.Take(Celsius(20));
        node.Say();
        List<double> told = [];
        for (int reading = 1; reading <= 100; reading++)
        {
            node.Now += 50;
            node.Take(Celsius(20 + reading));
            told.AddRange(node.Say().SelectMany(static message => message.Metrics).Select(static metric => metric.Value));
        }

        Assert.Equal([30, 40, 50, 60, 70, 80, 90, 100, 110, 120], told);
        node.Now += 5000;
        node.Take(Celsius(120));
        Assert.Empty(node.Say());
    }

    [Fact]
    public void Session_ThreeHundredMessages_SeqGoesRound()
    {
        SessionFixture node = new(static options => options with { MinimumInterval = TimeSpan.Zero });
        node.Session.Connected(0);
        node.Take(Celsius(0));
        node.Say();
        for (int reading = 1; reading <= 300; reading++)
        {
            node.Take(Celsius(reading / 10.0));
            Assert.Equal((ulong)((reading + 1) & 0xFF), Assert.Single(node.Say()).Seq);
        }
    }

    [Fact]
    public void Session_SimulatedReading_SaysSoInBirthAndEveryDataMessage()
    {
        SessionFixture node = new();
        node.Session.Connected(0);
        node.Take(Celsius(20));
        node.Say();
        for (int reading = 1; reading < 4; reading++)
        {
            node.Now += 1000;
            node.Take(Celsius(20 + reading), flags: FrameFlags.Simulated);
            SparkplugMessage message = Assert.Single(node.Say());
            Assert.Equal(reading == 1 ? "DBIRTH r1" : "DDATA r1", message.Kind);
            Assert.Equal("True", Assert.Single(message.Metrics).Properties["Simulated"]);
        }

        node.Now += 1000;
        node.Take(Celsius(20));
        Assert.Equal("False", Assert.Single(Assert.Single(node.Say()).Metrics).Properties["Simulated"]);
    }

    [Fact]
    public void Session_FaultOfASensor_MakesItsReadingsBadUntilOneComes()
    {
        SessionFixture node = new();
        node.Session.Connected(0);
        node.Take(Celsius(20));
        node.Take(new Fault { Status = SensorStatus.Timeout, FailedReadings = 3 });
        List<SparkplugMessage> said = node.Say();
        Assert.Equal(("0", 20d), (said[1]["1/2/temperature"].Properties["Quality"], said[1]["1/2/temperature"].Value));
        Assert.Equal((3d, 3d), (said[1]["1/2/fault/status"].Value, said[1]["1/2/fault/failed_readings"].Value));
        node.Now += 1000;
        node.Take(Celsius(20));
        Assert.Equal("192", Assert.Single(Assert.Single(node.Say()).Metrics).Properties["Quality"]);
    }

    [Fact]
    public void Session_SuspectDecision_IsBad()
    {
        SessionFixture node = new();
        node.Session.Connected(0);
        node.Take(new PerceptionEvent { Kind = PerceptionEventKind.Touch, Active = true, Value = 4 }, flags: FrameFlags.Stuck);
        SparkplugMessage birth = node.Say()[1];
        Assert.Equal(("0", 1d), (birth["1/2/event/touch/active"].Properties["Quality"], birth["1/2/event/touch/active"].Value));
    }

    [Fact]
    public void Session_RebirthAsked_StopsDataAtOnceAndTellsEverythingAnewWithTheSameBdSeqAndAliases()
    {
        SessionFixture node = new(static options => options with { MinimumInterval = TimeSpan.Zero });
        node.Session.Connected(9);
        node.Take(Celsius(20), "r1");
        node.Take(Celsius(21), "r2");
        List<SparkplugMessage> before = node.Say();
        node.Now += 200;
        node.Session.AskForRebirth();
        node.Session.AskForRebirth();
        node.Session.RefuseCommands(1);
        node.Take(Celsius(22), "r1");
        node.Take(Celsius(23), "r1");
        node.Take(Celsius(24), "r3");
        Assert.Empty(node.Say());
        node.Now += EdgeNodeSession.BirthPause;
        List<SparkplugMessage> after = node.Say();
        Assert.Equal(["NBIRTH", "DBIRTH r1", "DBIRTH r2", "DBIRTH r3", "DDATA r1"], Kinds(after));
        Assert.Equal(9, node.Host.BdSeq);
        Assert.Equal(NamesOf(before), NamesOf(after.Take(3)));

        // Nothing of the pause is left out: the latest value is the birth's, the one before comes as a historical one.
        Assert.Equal((23d, 24d), (node.Host.Live["r1/1/2/temperature"].Value, node.Host.Live["r3/1/2/temperature"].Value));
        Assert.Equal(22, Assert.Single(node.Host.Historical).Metric.Value);
        node.Now += 5000;
        Assert.Empty(node.Say());
    }

    [Fact]
    public void Session_SilentDevice_DiesAndIsBornAgain()
    {
        SessionFixture node = new(static options => options with { DeviceTimeout = TimeSpan.FromSeconds(10) });
        node.Session.Connected(0);
        node.Take(Celsius(20), "r1");
        node.Take(Celsius(20), "r2");
        node.Say();
        node.Now += 9000;
        node.Take(Celsius(20), "r2");
        node.Now += 1000;
        Assert.Equal(["DDEATH r1"], Kinds(node.Say()));
        Assert.Equal(["r2"], node.Host.Devices);
        node.Now += 500;
        node.Session.AskForRebirth();
        Assert.Equal(["NBIRTH", "DBIRTH r2"], Kinds(node.Say()));
        node.Take(Celsius(25), "r1");
        Assert.Equal(["DBIRTH r1"], Kinds(node.Say()));
        Assert.Equal(25, node.Host.Live["r1/1/2/temperature"].Value);
    }

    [Fact]
    public void Session_DeviceLeft_DiesAtOnce()
    {
        SessionFixture node = new();
        node.Session.Connected(0);
        node.Take(Celsius(20));
        node.Say();
        node.Leave("r1");
        node.Leave("nobody");
        Assert.Equal(["DDEATH r1"], Kinds(node.Say()));
        node.Take(Celsius(20));
        Assert.Equal(["DBIRTH r1"], Kinds(node.Say()));
    }

    [Fact]
    public void Session_DeviceLeftAndBackBeforeItSaysAnything_LivesOn()
    {
        SessionFixture node = new(null, static _ => true);
        node.Session.Connected(0);
        node.Take(Celsius(20));
        node.Say();
        node.Leave("r1");
        Assert.Empty(node.Say());
    }

    [Fact]
    public void Session_DeviceThatLeavesWithinAnInterval_TellsItsLastValueFirst()
    {
        SessionFixture node = new();
        node.Session.Connected(0);
        node.Take(Celsius(20));
        node.Say();
        node.Now += 10;
        node.Take(Celsius(21));
        node.Leave("r1");
        Assert.Equal(["DDATA r1", "DDEATH r1"], Kinds(node.Say()));
        Assert.Equal(21, node.Host.Live["r1/1/2/temperature"].Value);
    }

    [Fact]
    public void Session_FrameStoredAfterItsDeviceLeft_IsToldAndLeavesItDead()
    {
        bool connected = false;
        SessionFixture node = new(null, _ => connected);
        node.Session.Connected(0);
        node.Take(Celsius(20));
        node.Say();
        node.Leave("r1");
        Assert.Equal(["DDEATH r1"], Kinds(node.Say()));
        node.Take(Celsius(21));
        Assert.Equal(["DBIRTH r1", "DDEATH r1"], Kinds(node.Say()));
        Assert.Equal(21, node.Host.Live["r1/1/2/temperature"].Value);
        connected = true;
        node.Take(Celsius(22));
        Assert.Equal(["DBIRTH r1"], Kinds(node.Say()));
    }

    [Fact]
    public void Session_LateRepeatedAndUnknownFrames_AreCountedAndChangeNothing()
    {
        SessionFixture node = new();
        node.Session.Connected(0);
        node.Take(Celsius(20), sequence: 10);
        node.Take(Celsius(30), sequence: 10);
        node.Take(Celsius(40), sequence: 9);
        node.Take(new LogRecord { Level = LogLevel.Warning }, sequence: 11);
        QueuedFrame damaged = new() { RobotLength = 2 };
        damaged.Robot[0] = damaged.Robot[1] = (byte)'r';
        damaged.Copy("nonsense that is no frame of any kind"u8);
        node.Session.Take(damaged, node.Now);
        List<SparkplugMessage> said = node.Say();
        Assert.Equal(["NBIRTH", "DBIRTH r1"], Kinds(said));
        Assert.Equal(20, said[1]["1/2/temperature"].Value);
        Assert.Equal((2L, 2L), (node.Session.FramesLate, node.Session.FramesIgnored));
        Assert.Equal((2d, 2d), (node.Host.Live["/counts/frames_late"].Value, node.Host.Live["/counts/frames_ignored"].Value));

        // A robot's board that starts anew counts from 0 again.
        node.Take(Celsius(50), boot: 2, sequence: 0);
        node.Now += 1000;
        Assert.Equal(50, Assert.Single(Assert.Single(node.Say()).Metrics).Value);
    }

    [Fact]
    public void Session_CountsThatGrow_AreToldAsNodeData()
    {
        SessionFixture node = new();
        node.Session.Connected(0);
        node.Say();
        node.Session.RefuseCommands(3);
        node.Now += 1000;
        Assert.Equal(["NDATA"], Kinds(node.Say()));
        Assert.Equal(3, node.Host.Live["/counts/commands_refused"].Value);
        node.Now += 1000;
        Assert.Empty(node.Say());
    }

    [Fact]
    public void Session_MetricsThatAreNotWanted_AreNotTold()
    {
        SessionFixture node = new(static options => options with { Include = ["r1/#", "+/1/2/temperature"], Exclude = ["+/+/+/imu/orientation/#"] });
        node.Session.Connected(0);
        node.Take(new Imu { Parts = ImuParts.Orientation | ImuParts.AngularVelocity }, "r1");
        node.Take(Celsius(20), "r2");
        node.Take(new RelativeHumidity(), "r2", stream: 3);
        node.Take(new RelativeHumidity(), "r3", stream: 3);
        List<SparkplugMessage> said = node.Say();
        Assert.Equal(["NBIRTH", "DBIRTH r1", "DBIRTH r2"], Kinds(said));
        Assert.Equal(["1/2/imu/angular_velocity/x", "1/2/imu/angular_velocity/y", "1/2/imu/angular_velocity/z"], said[1].Metrics.Select(static metric => metric.Name));
        Assert.Equal("1/2/temperature", Assert.Single(said[2].Metrics).Name);
    }

    [Fact]
    public void Session_MoreMetricsThanAllowed_AreRefusedAndCounted()
    {
        SessionFixture node = new(static options => options with { MaximumMetrics = 4 });
        node.Session.Connected(0);
        node.Take(new WrenchStamped());
        Assert.Equal(4, node.Say()[1].Metrics.Count);
        Assert.Equal(2, node.Session.MetricsRefused);
    }

    [Fact]
    public void Session_NamedStream_IsCalledSo()
    {
        SessionFixture node = new(static options => options with { StreamNames = new Dictionary<string, string> { ["r1/1/2"] = "wrist" } });
        node.Session.Connected(0);
        node.Take(new WrenchStamped { ForceScale = new Scale(1, -3, Unit.Newton) });
        Assert.Equal("N", node.Say()[1]["wrist/wrench/force/z"].Properties["engUnit"]);
    }

    [Fact]
    public void Session_CalibratedUnit_BringsAnotherBirth()
    {
        SessionFixture node = new();
        node.Session.Connected(0);
        node.Take(new ForceStamped { Value = 5 });
        Assert.DoesNotContain("engUnit", node.Say()[1]["1/2/force/value"].Properties.Keys);
        node.Now += 1000;
        node.Take(new ForceStamped { Value = 5, Scale = new Scale(1, -3, Unit.Newton) });
        Assert.Equal("N", Assert.Single(node.Say())["1/2/force/value"].Properties["engUnit"]);
    }

    [Fact]
    public void Session_SteadyReadings_AllocateNothing()
    {
        EdgeNodeSession session = new(new SparkplugOptions { Host = "broker", Group = "lab", EdgeNode = "gw", MinimumInterval = TimeSpan.Zero }, new SparkplugTopics("lab", "gw"));
        byte[] buffer = new byte[EdgeNodeSession.MaximumBirthLength];
        QueuedFrame[] frames = new QueuedFrame[600];
        for (int index = 0; index < frames.Length; index++)
        {
            frames[index] = new QueuedFrame();
            Fill(frames[index], new WrenchStamped { Force = { [0] = index }, Torque = { [2] = -index } }, "r1", 1, 2, FrameFlags.Simulated, 1, index, 1_000_000L * index);
        }

        session.Connected(0);
        int next = 0;
        int said = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            session.Take(frames[next++], next);
            session.Advance(next, 0, 0);
            while (session.TryNext(next, (ulong)next, buffer, out _, out _))
            {
                said++;
            }
        }));
        Assert.True(said >= 500);
    }

    private static IEnumerable<(string Name, ulong? Alias)> NamesOf(IEnumerable<SparkplugMessage> messages)
        => messages.SelectMany(static message => message.Metrics).Select(static metric => (metric.Name, metric.Alias));

    private static IEnumerable<string> Kinds(IEnumerable<SparkplugMessage> messages) => messages.Select(static message => message.Kind);
}
