using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeAI.City;
using EdgeAI.City.Enrolment;
using EdgeAI.Records.Enrolment;
using EdgeAI.Tests.Gateway;

namespace EdgeAI.Tests.City;

/// <summary>The endpoint where a gateway's one-time token becomes a certificate and a believed key: what it gives, and every way in which it gives nothing.</summary>
public sealed class EnrolmentTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Site = "hall";

    [Fact]
    public async Task Token_UsedAgain_GivesTheSameToTheSameKeysAndNothingToOthers()
    {
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(await servers.DatabaseAsync());
        string token = await rig.TokenAsync("gateway-1", Site);
        using GatewayKeys own = new();

        // Four ask at once with the same token and keys, as a gateway that was cut off and asks again may.
        (int Status, string Body)[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.EnrolAsync(own.Request(token))));
        Assert.All(answers, static answer => Assert.Equal(200, answer.Status));
        Assert.Single(answers.Select(static answer => answer.Body).Distinct());
        EnrolmentAnswer given = JsonSerializer.Deserialize(answers[0].Body, EnrolmentJson.Default.EnrolmentAnswer)!;
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(given.Certificate);
        Assert.Equal(("gateway-1", Site, "O=hall, CN=gateway-1"), (given.Gateway, given.Site, certificate.Subject));
        Assert.Equal([rig.CityKey.ToPem()], given.CityKeys);
        Assert.Equal(["gateway-1|hall|True"], await rig.Database.AskAsync("SELECT gateway, site, revoked IS NULL FROM gateway"));
        Assert.Equal([$"gateway-1|{own.Signing.KeyId}"], await rig.Database.AskAsync("SELECT gateway, encode(key_id, 'hex') FROM gateway_key"));
        Assert.Equal(["1"], await rig.Database.AskAsync("SELECT count(*) FROM gateway_certificate"));

        using GatewayKeys others = new();
        await RefusedAsync(rig, 409, "the token was used already", others.Request(token));

        // Only the hash of the token is in the database.
        Assert.Equal(["0"], await rig.Database.AskAsync($"SELECT count(*) FROM enrolment_token WHERE enrolment_token::text LIKE '%{token}%'"));
    }

    [Fact]
    public async Task Token_AskedForByTwoGatewaysAtOnce_IsOnesAlone()
    {
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(await servers.DatabaseAsync());
        string token = await rig.TokenAsync("gateway-1", Site);
        using GatewayKeys first = new();
        using GatewayKeys second = new();
        (int Status, string Body)[] answers = await Task.WhenAll(rig.EnrolAsync(first.Request(token)), rig.EnrolAsync(second.Request(token)));
        Assert.Equal([200, 409], answers.Select(static answer => answer.Status).Order());
        Assert.Equal(["1"], await rig.Database.AskAsync("SELECT count(*) FROM gateway_key"));
    }

    [Fact]
    public async Task Requests_ThatProveNothing_AreEachRefusedWithOneLineAndChangeNothing()
    {
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(await servers.DatabaseAsync());
        string token = await rig.TokenAsync("gateway-1", Site);
        using GatewayKeys own = new();
        using GatewayKeys other = new();
        EnrolmentRequest good = own.Request(token);
        await RefusedAsync(rig, 403, "the token is not known here", own.Request(new string('A', 43)));
        await RefusedAsync(rig, 403, "the token is not known here", own.Request("short"));
        await RefusedAsync(rig, 403, "the proof is no signature", good with { Proof = other.Request(token).Proof });
        await RefusedAsync(rig, 403, "the proof is no signature", good with { Proof = "no base64!" });
        await RefusedAsync(rig, 403, "the proof is no signature", good with { SigningKey = other.Signing.PublicKey.ToPem() });
        await RefusedAsync(rig, 403, "the proof is no signature", good with { Request = other.Request(token).Request });
        await RefusedAsync(rig, 400, "the signing key cannot be read", good with { SigningKey = "no key" });
        await RefusedAsync(rig, 400, "the certificate request: not a signing request", own.Request(token, "no request"));
        string damaged = good.Request.Replace(good.Request[100], good.Request[100] == 'A' ? 'B' : 'A');
        await RefusedAsync(rig, 400, "the certificate request: ", own.Request(token, damaged));
        await rig.Database.RunAsync("UPDATE enrolment_token SET expires = now() - interval '1 second'");
        await RefusedAsync(rig, 410, "the token has expired", good);
        Assert.Equal(["0|0|0"], await rig.Database.AskAsync("SELECT (SELECT count(*) FROM gateway), (SELECT count(*) FROM gateway_key), (SELECT count(*) FROM enrolment_token WHERE used IS NOT NULL)"));
    }

    [Fact]
    public async Task SigningKey_OfAnotherGatewayOrRevoked_IsRefused()
    {
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(await servers.DatabaseAsync());
        using GatewayKeys own = new();
        Assert.Equal(200, (await rig.EnrolAsync(own.Request(await rig.TokenAsync("gateway-1", Site)))).Status);
        await RefusedAsync(rig, 409, "the signing key is another gateway's", own.Request(await rig.TokenAsync("gateway-2", Site)));
        (int exitCode, string output) = await CityProcess.RunAsync("gateways", "revoke", "gateway-1", "--database", rig.Database.ConnectionString);
        Assert.True(exitCode == 0, output);
        string again = await rig.TokenAsync("gateway-1", "elsewhere");
        await RefusedAsync(rig, 409, "the signing key was revoked", own.Request(again));

        // With a key of its own it is enrolled anew, for another site, too.
        using GatewayKeys next = new();
        Assert.Equal(200, (await rig.EnrolAsync(next.Request(again))).Status);
        Assert.Equal(["gateway-1|elsewhere|True"], await rig.Database.AskAsync("SELECT gateway, site, revoked IS NULL FROM gateway"));
    }

    [Fact]
    public async Task Token_OfAnotherSiteThanTheGatewayWasEnrolledForMeanwhile_MovesNobody()
    {
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(await servers.DatabaseAsync());
        string north = await rig.TokenAsync("gateway-1", "north");
        string south = await rig.TokenAsync("gateway-1", "south");
        using GatewayKeys own = new();
        using GatewayKeys others = new();
        Assert.Equal(200, (await rig.EnrolAsync(own.Request(north))).Status);
        await RefusedAsync(rig, 409, "the gateway was enrolled for another site meanwhile", others.Request(south));
        Assert.Equal(["north"], await rig.Database.AskAsync("SELECT site FROM gateway"));
        Assert.Equal(["1|1"], await rig.Database.AskAsync("SELECT (SELECT count(*) FROM gateway_key), (SELECT count(*) FROM gateway_certificate)"));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("request")]
    [InlineData("signingKey")]
    [InlineData("proof")]
    public async Task Request_WithNothingForAWord_IsNotTheJsonThatIsExpected(string word)
    {
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(await servers.DatabaseAsync());
        using GatewayKeys own = new();
        JsonObject request = JsonSerializer.SerializeToNode(own.Request(await rig.TokenAsync("gateway-1", Site)), EnrolmentJson.Default.EnrolmentRequest)!.AsObject();
        Assert.True(request.ContainsKey(word));
        request[word] = null;
        (int status, string body) = await rig.PostAsync(EnrolmentPaths.Enrol, request.ToJsonString());
        Assert.Equal((400, true), (status, body.Contains("not the JSON that is expected", StringComparison.Ordinal)));
    }

    [Fact]
    public void Authority_WhoseCertificateIsGone_KeepsItsKeyAndSaysWhatToDo()
    {
        using TemporaryFolder folder = new();
        CityAuthority.Open(folder["authority"], TimeProvider.System).Dispose();
        string key = File.ReadAllText(Path.Combine(folder["authority"], "authority.key"));
        File.Delete(Path.Combine(folder["authority"], "authority.crt"));
        CityException refused = Assert.Throws<CityException>(() => CityAuthority.Open(folder["authority"], TimeProvider.System));
        Assert.Contains("bring it back from a copy", refused.Message, StringComparison.Ordinal);
        Assert.Equal(key, File.ReadAllText(Path.Combine(folder["authority"], "authority.key")));
    }

    [Fact]
    public async Task Renewal_OverTheCertificateBefore_GoesOnUntilItIsRevoked()
    {
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(await servers.DatabaseAsync());
        using GatewayKeys own = new();
        EnrolmentAnswer first = JsonSerializer.Deserialize((await rig.EnrolAsync(own.Request(await rig.TokenAsync("gateway-1", Site)))).Body, EnrolmentJson.Default.EnrolmentAnswer)!;
        (int status, string body) = await rig.RenewAsync(own, first.Certificate);
        Assert.True(status == 200, body);
        EnrolmentAnswer second = JsonSerializer.Deserialize(body, EnrolmentJson.Default.EnrolmentAnswer)!;
        Assert.NotEqual(first.Certificate, second.Certificate);
        Assert.Equal((200, 401), ((await rig.RenewAsync(own, second.Certificate)).Status, (await rig.RenewAsync(own, null)).Status));

        (int exitCode, string output) = await CityProcess.RunAsync("gateways", "revoke", "gateway-1", "--database", rig.Database.ConnectionString);
        Assert.True(exitCode == 0, output);
        (status, body) = await rig.RenewAsync(own, second.Certificate);
        Assert.Equal(403, status);
        Assert.Contains("this certificate is revoked or not known here", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_TooLargeTooSlowOrTooMany_EndInAStatusAndTheNextIsAnswered()
    {
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(await servers.DatabaseAsync(), static options => options with { RequestsPerMinute = 8, Patience = TimeSpan.FromMilliseconds(500) });
        using GatewayKeys own = new();
        string token = await rig.TokenAsync("gateway-1", Site);
        (int status, string body) = await rig.PostAsync(EnrolmentPaths.Enrol, new string('x', EnrolEndpoints.MaximumBody + 1));
        Assert.Equal((413, true), (status, body.Contains("a request has at most 16384 bytes", StringComparison.Ordinal)));
        (status, body) = await rig.PostAsync(EnrolmentPaths.Enrol, "{");
        Assert.Equal((400, true), (status, body.Contains("not the JSON that is expected", StringComparison.Ordinal)));
        Assert.Equal(404, (await rig.PostAsync("/v2", "{}")).Status);
        Assert.Equal(405, (await rig.PostAsync(EnrolmentPaths.Authority, "{}")).Status);
        Assert.Contains("HTTP/1.1 408 ", await rig.SlowAsync("POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"), StringComparison.Ordinal);
        Assert.Equal(200, (await rig.EnrolAsync(own.Request(token))).Status);

        // Six so far: the ninth of a minute is not looked at.
        Assert.Equal(200, (await rig.EnrolAsync(own.Request(token))).Status);
        Assert.Equal(200, (await rig.EnrolAsync(own.Request(token))).Status);
        (status, body) = await rig.EnrolAsync(own.Request(token));
        Assert.Equal((429, true), (status, body.Contains("more than 8 requests of this address in a minute", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task DatabaseAway_IsToldWithoutItsWords()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await using EnrolmentRig rig = await EnrolmentRig.StartAsync(database);
        using GatewayKeys own = new();
        string token = await rig.TokenAsync("gateway-1", Site);
        await database.RunAsync("ALTER TABLE enrolment_token RENAME TO secret_name");
        (int status, string body) = await rig.EnrolAsync(own.Request(token));
        Assert.Equal((503, """{"error":"the city cannot answer now: try again later"}"""), (status, body));
    }

    private static async Task RefusedAsync(EnrolmentRig rig, int expected, string begins, EnrolmentRequest request)
    {
        (int status, string body) = await rig.EnrolAsync(request);
        string line = JsonSerializer.Deserialize(body, EnrolmentJson.Default.EnrolmentRefusal)!.Error;
        Assert.True(status == expected && line.StartsWith(begins, StringComparison.Ordinal) && !line.Contains('\n', StringComparison.Ordinal), $"{status} {body}, not {expected} {begins}");
    }
}
