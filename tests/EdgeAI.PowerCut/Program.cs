using EdgeAI.Gateway;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.PowerCut;

// The child of the kill tests: a real gateway on a disk that forgets what was not synced. Says "port N" once it listens; then takes
// "drain" (answers "drained" when the upstream has everything), "allocated" (answers the bytes that the process has allocated) and "stop" on
// its input until it is killed. Arguments: FOLDER UPSTREAM_PORT (0 for none) full|off power-cut|plain SEED; for the recorder's tests: record FILE COMPRESSION; for an upstream that
// forgets nothing: city FOLDER PORT; for the downlink's, to stand still at a step: downlink-gateway|downlink-robot FOLDER STEP; for the
// broker's: flood PORT CONNECTIONS, and to fuzz it for long: fuzz-mqtt SECONDS SEED; to damage a spool's file in many ways: fuzz-spool FIRST_SEED SEEDS [sealed]
switch (args[0])
{
    case "record":
        return KilledRecorder.Run(args[1], args[2]);
    case "city":
        return DurableCity.Run(args[1], int.Parse(args[2]));
    case "flood":
        return await ConnectFlood.RunAsync(int.Parse(args[1]), int.Parse(args[2]));
    case "fuzz-mqtt":
        MqttFuzzer fuzzer = new(int.Parse(args[2]));
        await fuzzer.RunAsync(TimeSpan.FromSeconds(int.Parse(args[1])), Console.Out);
        return fuzzer.Findings.Count == 0 ? 0 : 1;
    case "downlink-gateway":
        return await HeldDownlink.RunGatewayAsync(args[1], args[2]);
    case "downlink-robot":
        return await HeldDownlink.RunRobotAsync(args[1], args[2]);
    case "fuzz-spool":
        using (SpoolFuzzer spools = new(seals: args is [_, _, _, "sealed"]))
        {
            spools.Run(int.Parse(args[1]), int.Parse(args[2]), Console.Out);
            return spools.Findings.Count == 0 ? 0 : 1;
        }

    default:
        break;
}

const string ShimName = "power-cut";
string folder = args[0];
int upstreamPort = int.Parse(args[1]);
bool withoutSync = args[2] == "off";
bool shimmed = args[3] == ShimName;
if (shimmed)
{
    PowerCutVfs.Register(ShimName, new PowerCutOptions { Seed = int.Parse(args[4]) });
}

try
{
    await using GatewayHost gateway = await GatewayHost.StartAsync(new GatewayOptions
    {
        Id = "gateway",
        Site = "hall",
        Port = 0,
        SpoolFolder = folder,
        Uplink = new UplinkOptions
        {
            TrimBy = TrimBy.Puback,
            Upstreams = upstreamPort == 0 ? [] : [new UpstreamOptions { Host = "127.0.0.1", Port = upstreamPort }],
            BatchRecords = 32,
            InitialBackoff = TimeSpan.FromMilliseconds(5),
            MaximumBackoff = TimeSpan.FromMilliseconds(50),
        },
        ConfigureSpool = spool => spool with { Vfs = shimmed ? ShimName : null, WithoutSync = withoutSync },
    });
    Console.WriteLine($"port {gateway.Port}");
    while (await Console.In.ReadLineAsync() is string line && line != "stop")
    {
        Console.WriteLine(
            line == "allocated" ? $"{GC.GetTotalAllocatedBytes(precise: true)}"
            : await gateway.DrainAsync(TimeSpan.FromSeconds(20)) ? "drained" : $"not drained: {gateway.Snapshot()}");
    }

    return 0;
}
catch (GatewayException exception)
{
    Console.WriteLine($"failed: {exception.Message}");
    return 1;
}
