namespace EdgeAI.Tests.Profiles;

/// <summary>Mistakes of sense in the gateway's sections are told with path, line and mend before a gateway starts with them.</summary>
public sealed class GatewaySectionTests
{
    [Theory]
    [InlineData("""[ { "port": 18830 } ]""", "33:139 $.gateway.listeners[0].port: port 18830 is taken by the first listener, $.gateway.port (line 33); give one of the two another port")]
    [InlineData("""[ { "address": "0.0.0.0", "port": 8883 } ]""", "33:142 $.gateway.listeners[0].address: without TLS the gateway listens on loopback only, not on '0.0.0.0'; write \"tls\": true, or '127.0.0.1'")]
    [InlineData("""[ { "address": "city", "port": 8883 } ]""", "33:142 $.gateway.listeners[0].address: 'city' is no IP address; write '127.0.0.1', or with TLS '0.0.0.0' or one of the machine's own")]
    [InlineData("""[ { "port": 8883, "tls": true } ]""", "33:152 $.gateway.listeners[0].tls: TLS needs certificates, and there is no 'identity' that issues them; add it to the gateway")]
    [InlineData("""[ { "port": 8883, "allowedOrigins": ["https://a"] } ]""", "33:163 $.gateway.listeners[0].allowedOrigins: 'allowedOrigins' means nothing to a tcp listener; remove it, or write \"kind\": \"web-socket\"")]
    [InlineData("""[ { "port": 8883, "kind": "web-socket", "allowedOrigins": ["https://a/b"] } ]""", "33:186 $.gateway.listeners[0].allowedOrigins[0]: 'https://a/b' is no origin; write scheme, host and port alone, as in 'https://panel.example:8443'")]
    [InlineData("""[ { "port": 8883 }, { "address": "localhost", "port": 8883 } ]""", "33:181 $.gateway.listeners[1].port: port 8883 is taken by another listener, $.gateway.listeners[0].port (line 33); give one of the two another port")]
    public void Listeners_Mistake_IsToldWithItsMend(string listeners, string problem) => Assert.Equal($"{SampleProfile.File}:{problem}", Assert.Single(ProblemsOf("listeners", listeners)));

    [Theory]
    [InlineData("""{ "connections": 10, "silentConnections": 11, "connectionsPerDevice": 5 }""", "$.gateway.limits.silentConnections: 11 is more than 'connections' allows, 10 (line 33); write at most that")]
    [InlineData("""{ "packetBytes": 1024, "connectBytes": 4096 }""", "$.gateway.limits.connectBytes: 4096 is more than 'packetBytes' allows, 1024 (line 33); write at most that")]
    [InlineData("""{ "connectsPerSecond": 100, "connectsPerSecondOfAddress": 101 }""", "$.gateway.limits.connectsPerSecondOfAddress: 101 is more than 'connectsPerSecond' allows, 100 (line 33); write at most that")]
    [InlineData("""{ "packetSeconds": 0 }""", "$.gateway.limits.packetSeconds: 0 is out of range; write a number from 0.1 to 3600")]
    [InlineData("""{ "inFlight": 0 }""", "$.gateway.limits.inFlight: 0 is out of range; write a whole number from 1 to 65535")]
    [InlineData("""{ "inflight": 5 }""", "$.gateway.limits.inflight: 'inflight' is not known here; did you mean 'inFlight'?")]
    public void Limits_Mistake_IsToldWithItsMend(string limits, string problem) => Assert.Contains(problem, Assert.Single(ProblemsOf("limits", limits)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "safety": { "reservedMegabytes": 200 }, "bulk": { "reservedMegabytes": 57 } }""", "$.gateway.spool.classes: 257 megabytes are reserved, and the spool takes 256 in all; reserve less, or raise 'maximumMegabytes'")]
    [InlineData("""{ "event": { "reservedMegabytes": 20, "maximumMegabytes": 10 } }""", "$.gateway.spool.classes.event.reservedMegabytes: 20 is more than 'maximumMegabytes' allows, 10 (line 33); write at most that")]
    [InlineData("""{ "bulk": { "maximumMegabytes": 300 } }""", "$.gateway.spool.classes.bulk.maximumMegabytes: the whole spool takes 256 megabytes, so this bound is never met; write at most that, or remove it")]
    [InlineData("""{ "alarm": { } }""", "$.gateway.spool.classes.alarm: 'alarm' is not known here; remove it; what can stand here is 'safety', 'event', 'telemetry' or 'bulk'")]
    public void SpoolClasses_Mistake_IsToldWithItsMend(string classes, string problem)
        => Assert.Contains(problem, Assert.Single(SampleProfile.ProblemsOf(SampleProfile.With("\"spool\": { \"folder\": \"spool\" }", $"\"spool\": {{ \"folder\": \"spool\", \"classes\": {classes} }}"))), StringComparison.Ordinal);

    [Theory]
    [InlineData(""", { "host": "127.0.0.1", "port": 18830 }""", "$.gateway.uplink.upstreams[1].port: the first listener of the gateway itself is at port 18830, so it would forward to itself; give one of the two another port")]
    [InlineData(""", { "host": "127.0.0.1", "port": 18840 }""", "$.gateway.uplink.upstreams[1].host: this upstream stands in the list already; name each one once")]
    [InlineData(""", { "host": "city", "port": 0 }""", "$.gateway.uplink.upstreams[1].port: port 0 lets the city's stand-in choose, and this upstream is none; write the broker's port")]
    [InlineData(""", { "host": "city", "tls": { "certificateFile": "a.pem" } }""", "$.gateway.uplink.upstreams[1].tls.certificateFile: 'certificateFile' means nothing without 'keyFile', which is missing; give both or neither")]
    [InlineData(""", { "host": "city", "loginFile": "a" }""", "$.gateway.uplink.upstreams[1].loginFile: 'loginFile' means nothing without 'login', which is missing; add it, or remove this")]
    [InlineData(""", { "host": "city", "protocol": "mqtt4" }""", "$.gateway.uplink.upstreams[1].protocol: 'mqtt4' is none of the choices; ")]
    [InlineData(""", { "host": "city", "password": "x" }""", "$.gateway.uplink.upstreams[1].password: 'password' looks like a network's name or a secret")]
    public void Upstreams_Mistake_IsToldWithItsMend(string upstream, string problem)
        => Assert.Contains(problem, Assert.Single(SampleProfile.ProblemsOf(SampleProfile.With("\"port\": 18840 }", $"\"port\": 18840 }}{upstream}"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"schedule\": [ { \"class\": \"safety\", \"from\": \"01:00\", \"until\": \"02:00\" } ]", "$.gateway.uplink.schedule[0].class: safety records always go, and take no schedule; name another class, or remove the rule")]
    [InlineData("\"schedule\": [ { \"class\": \"bulk\", \"from\": \"01:00\", \"until\": \"01:00\" } ]", "$.gateway.uplink.schedule[0].until: from 01:00 until 01:00 is no time at all; write another end, or remove the class's rules to let it always go")]
    [InlineData("\"schedule\": [ { \"class\": \"bulk\", \"from\": \"24:00\", \"until\": \"01:00\" } ]", "$.gateway.uplink.schedule[0].from: '24:00' is no time of day; write hours and minutes, as in '06:30'")]
    [InlineData("\"initialBackoffSeconds\": 60, \"maximumBackoffSeconds\": 30", "$.gateway.uplink.initialBackoffSeconds: 60 is more than 'maximumBackoffSeconds' allows, 30 (line 34); write at most that")]
    [InlineData("\"compressionLevel\": 20", "$.gateway.uplink.compressionLevel: 20 is out of range; write a whole number from 0 to 19")]
    public void Uplink_Mistake_IsToldWithItsMend(string property, string problem)
        => Assert.Contains(problem, Assert.Single(SampleProfile.ProblemsOf(SampleProfile.With("\"window\": 16", $"\"window\": 16, {property}"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"window\": 16 }", "true", "$.gateway.uplink: the city's stand-in sends no receipts, by which records leave the spool unless 'trimBy' says otherwise; write \"trimBy\": \"puback\", or city.standIn false")]
    [InlineData("\"window\": 16 }", "false", "$.gateway.uplink: records leave the spool by the city's receipts, and 'cityKeys' names no public key of the city; add it, or write \"trimBy\": \"puback\" where no city sends receipts")]
    [InlineData("\"trimBy\": \"receipt\", \"cityKeys\": [] }", "false", "$.gateway.uplink: records leave the spool by the city's receipts, and 'cityKeys' names no public key")]
    [InlineData("\"trimBy\": \"puback\", \"cityKeys\": [ \"city.pub\" ] }", "false", "$.gateway.uplink.cityKeys: 'cityKeys' means nothing where the broker's PUBACK lets records leave the spool; remove it, or write \"trimBy\": \"receipt\"")]
    public void Trimming_Mistake_IsToldWithItsMend(string uplink, string standIn, string problem)
    {
        string profile = SampleProfile.With("\"window\": 16, \"trimBy\": \"puback\" }", uplink).Replace("\"standIn\": true", $"\"standIn\": {standIn}", StringComparison.Ordinal);
        Assert.Contains(problem, Assert.Single(SampleProfile.ProblemsOf(profile)), StringComparison.Ordinal);
    }

    [Fact]
    public void Trimming_ByReceiptWithAKey_IsSound()
        => Assert.Empty(SampleProfile.ProblemsOf(SampleProfile.With("\"window\": 16, \"trimBy\": \"puback\" }", "\"cityKeys\": [ \"city.pub\" ], \"receiptWithinSeconds\": 30 }").Replace("\"standIn\": true", "\"standIn\": false", StringComparison.Ordinal)));

    [Fact]
    public void StandIn_WithTlsOrLogin_IsRefused()
        => Assert.Collection(
            SampleProfile.ProblemsOf(SampleProfile.With("\"port\": 18840 }", "\"port\": 18840, \"tls\": { }, \"login\": \"x\" }")),
            static problem => Assert.Contains("$.gateway.uplink.upstreams[0].tls: the city's stand-in knows no 'tls'; remove it, or write city.standIn false", problem, StringComparison.Ordinal),
            static problem => Assert.Contains("$.gateway.uplink.upstreams[0].login: the city's stand-in knows no 'login'", problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{ "host": "localhost", "port": 18830 }""", "$.gateway.sparkplug.port: the first listener of the gateway itself is at port 18830, and it takes records alone; name the host applications' broker")]
    [InlineData("""{ "host": "scada", "include": ["r1/#/x"] }""", "$.gateway.sparkplug.include[0]: 'r1/#/x' is no filter of metrics; '+' stands for one level and '#' for all that follow, each alone between slashes")]
    [InlineData("""{ "host": "scada", "group": "a/b" }""", "$.gateway.sparkplug.group: 'a/b' is no Sparkplug id; leave out '+', '#' and '/'")]
    [InlineData("""{ "host": "scada", "minimumIntervalSeconds": -1 }""", "$.gateway.sparkplug.minimumIntervalSeconds: -1 is out of range; write a number from 0 to 3600")]
    public void Sparkplug_Mistake_IsToldWithItsMend(string sparkplug, string problem) => Assert.Contains(problem, Assert.Single(ProblemsOf("sparkplug", sparkplug)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "permissions": [ { "issuer": "a*b", "command": "*", "target": "*" } ] }""", "$.gateway.downlink.permissions[0].issuer: 'a*b' has a '*' before its end; write an exact id, '*', or a beginning with '*'")]
    [InlineData("""{ "maximumWaiting": 20, "maximumCommands": 10 }""", "$.gateway.downlink.maximumWaiting: 20 is more than 'maximumCommands' allows, 10 (line 33); write at most that")]
    [InlineData("""{ "maximumRollouts": 0 }""", "$.gateway.downlink.maximumRollouts: 0 is out of range; write a whole number from 1 to 1000")]
    [InlineData("""{ "artifacts": { "port": 8090, "turnSeconds": 0 } }""", "$.gateway.downlink.artifacts.turnSeconds: 0 is out of range; write a number from 0.1 to 86400")]
    [InlineData("""{ "artifacts": { "host": "0.0.0.0", "port": 8090 } }""", "$.gateway.downlink.artifacts.host: without 'identity' there is no TLS, and artifacts are served on loopback only, not on '0.0.0.0'; add it to the gateway, or write '127.0.0.1'")]
    [InlineData("""{ "artifacts": { "host": "gateway", "port": 8090 } }""", "$.gateway.downlink.artifacts.host: 'gateway' is no IP address; write '127.0.0.1', or with 'identity' '0.0.0.0' or one of the machine's own")]
    [InlineData("""{ "artifacts": { "port": 18830 } }""", "$.gateway.downlink.artifacts.port: port 18830 is taken by the first listener")]
    public void Downlink_Mistake_IsToldWithItsMend(string downlink, string problem) => Assert.Contains(problem, Assert.Single(ProblemsOf("downlink", downlink)), StringComparison.Ordinal);

    [Fact]
    public void Artifacts_OnEveryAddressWithAnIdentity_AreAllowed()
        => Assert.Empty(ProblemsOf("identity", """{ "folder": "i" }, "downlink": { "artifacts": { "host": "0.0.0.0", "port": 8090 } }"""));

    [Theory]
    [InlineData("\"embedded\": true", """{ "certificateFile": "a", "keyFile": "b" }""", "$.gateway.dial: the robot hosts this gateway and reaches it on loopback; remove 'dial', or write \"embedded\": false")]
    [InlineData("\"embedded\": false", """{ "certificateFile": "a" }""", "$.gateway.dial.tls.certificateFile: 'certificateFile' means nothing without 'keyFile', which is missing; give both or neither")]
    [InlineData("\"embedded\": false", """{ "authorityFile": "a" }""", "$.gateway.dial.tls: a gateway on another machine takes devices with a certificate only; add 'certificateFile' and 'keyFile' from the robot's enrolment (gateway/IDENTITY.md)")]
    public void Dial_Mistake_IsToldWithItsMend(string embedded, string tls, string problem)
        => Assert.Contains(problem, Assert.Single(SampleProfile.ProblemsOf(SampleProfile.With("\"embedded\": true,", $"{embedded}, \"dial\": {{ \"host\": \"gateway\", \"tls\": {tls} }},"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "httpPort": 18830 }""", "$.gateway.operation.httpPort: port 18830 is taken by the first listener")]
    [InlineData("""{ "otlpEndpoint": "collector:4317" }""", "$.gateway.operation.otlpEndpoint: 'collector:4317' is no address of a collector; write for example 'http://localhost:4317'")]
    public void Operation_Mistake_IsToldWithItsMend(string operation, string problem) => Assert.Contains(problem, Assert.Single(ProblemsOf("operation", operation)), StringComparison.Ordinal);

    [Fact]
    public void Identity_KeyWithoutCertificate_IsTold()
        => Assert.Contains("$.gateway.identity.serverKeyFile: 'serverKeyFile' means nothing without 'serverCertificateFile', which is missing; give both or neither", Assert.Single(ProblemsOf("identity", """{ "folder": "i", "serverKeyFile": "k" }""")), StringComparison.Ordinal);

    private static string[] ProblemsOf(string section, string text)
        => SampleProfile.ProblemsOf(SampleProfile.With("\"spool\": { \"folder\": \"spool\" },", $"\"spool\": {{ \"folder\": \"spool\" }}, \"{section}\": {text},"));
}
