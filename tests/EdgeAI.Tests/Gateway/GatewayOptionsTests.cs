using System.Text;
using System.Text.Json;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Profiles;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway;

/// <summary>A profile's gateway section becomes the options that it says.</summary>
public sealed class GatewayOptionsTests
{
    [Fact]
    public void From_SectionsThatSayNothing_AreTheDefaults()
    {
        GatewayOptions options = Of("""
            "limits": { }, "listeners": [ { "port": 0 } ], "identity": { "folder": "i" }, "operation": { }, "seal": { },
            "uplink": { "upstreams": [ { "host": "h" } ], "cityKeys": [ "city.pub" ] }, "sparkplug": { "host": "h" }, "downlink": { "folder": "d", "fromUpstream": false }
            """);
        Assert.Equal(new BrokerLimits(), options.Limits);
        Assert.Equal(new OperationOptions(), options.Operation);
        Assert.Equal(new SpoolRetention(), options.Retention);
        Assert.Equal(new SpoolOptions { Folder = "", Gateway = "" }.MaximumLinger, options.SpoolLinger);
        Assert.Equal(new SealOptions(), options.Seal);
        AssertSame(new ListenerOptions(), Assert.Single(options.Listeners));
        AssertSame(new IdentityOptions { Folder = Path.GetFullPath("i") }, options.Identity!);
        AssertSame(new UplinkOptions { Upstreams = [new UpstreamOptions { Host = "h" }], CityKeyFiles = [Path.GetFullPath("city.pub")] }, options.Uplink);
        AssertSame(new SparkplugOptions { Host = "h", StreamNames = new Dictionary<string, string> { ["r1/1/1"] = "hand/taxels" } }, options.Sparkplug!);
        AssertSame(new DownlinkOptions { Folder = Path.GetFullPath("d") }, options.Downlink!);
    }

    [Fact]
    public void From_SectionsThatSayOtherwise_GivesWhatTheySay()
    {
        GatewayOptions options = Of("""
            "seal": { "suite": "sm3-sm2", "withinMs": 200, "records": 64, "key": "keys/own.pem" },
            "uplink": { "upstreams": [ { "host": "h" } ], "trimBy": "puback", "receiptWithinSeconds": 30 },
            "limits": { "connectsPerSecond": 100, "connectsPerSecondOfAddress": 7, "packetSeconds": 3 },
            "downlink": { "fromUpstream": false, "maximumRollouts": 5, "artifacts": { "port": 0, "turnSeconds": 11 } }
            """);

        Assert.Equal((100, 7, TimeSpan.FromSeconds(3)), (options.Limits.MaximumConnectsPerSecond, options.Limits.MaximumConnectsPerSecondOfAddress, options.Limits.PacketTimeout));
        Assert.Equal(new SealOptions { Suite = AlgorithmSuite.Sm3Sm2, Within = TimeSpan.FromMilliseconds(200), Records = 64, KeyFile = Path.GetFullPath("keys/own.pem") }, options.Seal);
        Assert.Equal((TrimBy.Puback, TimeSpan.FromSeconds(30)), (options.Uplink.TrimBy, options.Uplink.ReceiptWithin));
        Assert.Equal((5, TimeSpan.FromSeconds(11)), (options.Downlink!.MaximumRollouts, options.Downlink.Artifacts.TurnTime));
    }

    [Fact]
    public void From_TheHumanoidsProfile_GivesWhatItSays()
    {
        Assert.True(ProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", "raspberry-pi-5-humanoid.profile.json"), out Profile? profile, out _));
        GatewayOptions options = GatewayOptions.From(profile);
        Assert.Equal(("0.0.0.0", 8443, ListenerKind.WebSocket, true), (options.Listeners[1].Address, options.Listeners[1].Port, options.Listeners[1].Kind, options.Listeners[1].Tls));
        Assert.Equal("https://panel.lab.example", Assert.Single(options.Listeners[1].AllowedOrigins));
        Assert.Equal("/var/lib/edgeai/identity", options.Identity!.Folder);
        Assert.Equal((64, 4, 1024), (options.Limits.MaximumConnections, options.Limits.MaximumConnectionsPerDevice, options.Limits.MaximumInFlight));
        Assert.Equal(256_000_000, options.Retention.Safety.ReservedBytes);
        Assert.Equal(TimeSpan.FromDays(7), options.Retention.Bulk.MaximumAge);
        Assert.Equal(long.MaxValue, options.Retention.Telemetry.MaximumBytes);
        Assert.Equal([MqttProtocol.Mqtt5, MqttProtocol.Mqtt311], options.Uplink.Upstreams.Select(static upstream => upstream.Protocol));
        Assert.Equal("/etc/edgeai/gateway.key", options.Uplink.Upstreams[0].Tls!.KeyFile);
        Assert.Equal(new ScheduleRule(RecordClass.Bulk, new TimeOnly(22, 0), new TimeOnly(6, 0)), Assert.Single(options.Uplink.Schedule));
        Assert.Equal(TimeSpan.FromHours(8), options.Uplink.ScheduleOffset);
        Assert.Equal(TrimBy.Receipt, options.Uplink.TrimBy);
        Assert.Equal("/etc/edgeai/city-receipts.pub", Assert.Single(options.Uplink.CityKeyFiles));
        options.Uplink.Validate();
        Assert.Equal(("scada", "humanoid-01", "/etc/edgeai/scada.login"), (options.Sparkplug!.PrimaryHost, options.Sparkplug.UserName, options.Sparkplug.PasswordFile));
        Assert.Equal("right_hand/grip_force", options.Sparkplug.StreamNames["humanoid-01/1/3"]);
        Assert.Equal("head/presence", options.Sparkplug.StreamNames["humanoid-01/0/1"]);
        Assert.Equal(options.Uplink.Upstreams[0], options.Downlink!.Upstream);
        Assert.Equal(new CommandPermission("operations", "*", "humanoid-01"), options.Downlink.Permissions[0]);
        Assert.Equal(8090, options.Downlink.Artifacts.Port);
        Assert.Equal(9464, options.Operation.HttpPort);
        Assert.NotNull(options.Policy);
    }

    private static GatewayOptions Of(string sections)
    {
        string text = $$"""
            {
              "version": 1, "name": "n", "site": "s", "robot": { "id": "r1", "simulated": true },
              "boards": [ { "id": 1, "name": "hand", "sensors": [ { "stream": 1, "name": "hand/taxels", "driver": "simulated-hand", "rateHz": 50, "frame": "r_taxels" } ] } ],
              "gateway": { "id": "g", "embedded": true, "spool": { "folder": "spool" }, {{sections}} }
            }
            """;
        bool loaded = ProfileLoader.TryParse(Encoding.UTF8.GetBytes(text), "n.profile.json", out Profile? profile, out IReadOnlyList<ProfileProblem> problems);
        Assert.True(loaded, string.Join('\n', problems));
        return GatewayOptions.From(profile!);
    }

    private static void AssertSame<T>(T expected, T actual)
    {
        foreach (System.Reflection.PropertyInfo property in typeof(T).GetProperties().Where(static property => property.Name is not ("Time" or "EqualityContract" or "Artifacts" or "AuthorityKeys")))
        {
            Assert.Equal(JsonSerializer.Serialize(property.GetValue(expected)), JsonSerializer.Serialize(property.GetValue(actual)));
        }
    }
}
