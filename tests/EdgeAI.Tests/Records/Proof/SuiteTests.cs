using System.Security.Cryptography;
using System.Text;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Records.Proof;

/// <summary>Hashes, signatures and keys of the suites, held against the standards' own examples.</summary>
public sealed class SuiteTests
{
    // RFC 6979, A.2.5.
    private const string P256Secret = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
    private const string P256Public = "0460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";

    // GM/T 0003.5-2012, appendix A.2 (GB/T 32918.5-2017).
    private const string Sm2Secret = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
    private const string Sm2Public = "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";

    [Theory]
    [InlineData(AlgorithmSuite.Sha256P256, "abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData(AlgorithmSuite.Sha256P256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06C1")]
    [InlineData(AlgorithmSuite.Sm3Sm2, "abc", "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0")]
    [InlineData(AlgorithmSuite.Sm3Sm2, "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd", "DEBE9FF92275B8A138604889C18E5A4D6FDB70E5387E5765293DCBA39C0C5732")]
    public void Hash_ExamplesOfFips180AndGb32905_IsTheirs(AlgorithmSuite suite, string text, string expected)
    {
        byte[] digest = new byte[ProofLengths.Digest];
        IRecordHash hash = RecordHash.Create(suite);
        for (int round = 0; round < 2; round++)
        {
            hash.Hash(Encoding.ASCII.GetBytes(text), digest);
            Assert.Equal(expected, Convert.ToHexString(digest));
        }
    }

    [Theory]
    [InlineData(AlgorithmSuite.Sha256P256, P256Public, "sample", "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")]
    [InlineData(AlgorithmSuite.Sha256P256, P256Public, "test", "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")]
    [InlineData(AlgorithmSuite.Sm3Sm2, Sm2Public, "message digest", "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA")]
    public void PublicKey_ExamplesOfRfc6979AndGmt0003_VerifiesTheirSignaturesAndNoOther(AlgorithmSuite suite, string publicKey, string text, string signature)
    {
        RecordPublicKey key = RecordPublicKey.FromBytes(suite, Convert.FromHexString(publicKey));
        byte[] message = Encoding.ASCII.GetBytes(text);
        byte[] signed = Convert.FromHexString(signature);
        Assert.True(key.Verify(message, signed));
        for (int bit = 0; bit < 8 * signed.Length; bit++)
        {
            byte[] other = (byte[])signed.Clone();
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.Verify(message, other));
        }

        Assert.False(key.Verify(message.AsSpan(1), signed));
        Assert.False(key.Verify(message, signed.AsSpan(1)));
        Assert.False(key.Verify(message, new byte[ProofLengths.Signature]));
        Assert.True(key.Verify(message, signed));
    }

    [Theory]
    [InlineData(AlgorithmSuite.Sha256P256, P256Secret, P256Public)]
    [InlineData(AlgorithmSuite.Sm3Sm2, Sm2Secret, Sm2Public)]
    public void SigningKey_ExamplesOfRfc6979AndGmt0003_HasTheirPublicKeyAndSignsForIt(AlgorithmSuite suite, string secret, string publicKey)
    {
        using RecordSigningKey key = RecordSigningKey.FromSecret(suite, Convert.FromHexString(secret));
        Assert.Equal(publicKey, Convert.ToHexString(key.PublicKey.Bytes));
        Assert.Equal(suite, key.Suite);
        byte[] digest = new byte[ProofLengths.Digest];
        RecordHash.Create(suite).Hash(Convert.FromHexString(publicKey), digest);
        Assert.Equal(Convert.ToHexStringLower(digest.AsSpan(0, 8)), key.KeyId.ToString());
        byte[] signature = new byte[ProofLengths.Signature];
        for (int round = 0; round < 100; round++)
        {
            byte[] message = [.. Enumerable.Repeat((byte)round, round)];
            key.Sign(message, signature);
            Assert.True(RecordPublicKey.FromBytes(suite, Convert.FromHexString(publicKey)).Verify(message, signature));
        }
    }

    [Theory]
    [InlineData(AlgorithmSuite.Sha256P256)]
    [InlineData(AlgorithmSuite.Sm3Sm2)]
    public void Pem_KeyWrittenAndReadAgain_SignsForTheSameKey(AlgorithmSuite suite)
    {
        for (int round = 0; round < 20; round++)
        {
            using RecordSigningKey drawn = RecordSigningKey.Create(suite);
            using RecordSigningKey read = RecordSigningKey.FromPem(drawn.ToPem());
            Assert.Equal(drawn.ToPem(), read.ToPem());
            byte[] signature = new byte[ProofLengths.Signature];
            read.Sign("message"u8, signature);
            RecordPublicKey publicKey = RecordPublicKey.FromPem("# the gateway's\n" + drawn.PublicKey.ToPem());
            Assert.Equal(suite, publicKey.Suite);
            Assert.True(publicKey.Verify("message"u8, signature));
        }
    }

    [Theory]
    [InlineData("MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgya+p2EW6dRZrXCFXZ7HWk05Qw9s26JsSe4piKxIPZyGhRANCAARg/tS6JVqdMclh63TGNW1owEm4kjth+mzmaWIuYPKftnkD/hAIuLyZpBrp6VYovGTy8bIMLX6fUXejwpTURiKZ", P256Public)]
    [InlineData("MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgOUUgj3shRLE/NuOKxtOflYiTk2koYLUaQvuB7033xbihRANCAAQJ+d8xHlQhoVDdfRYeS8XGchefrRgz/AdrsI/zVvNQIMzqSQziZ3WlLcbqcYzBqmAK7QX7814ISmYy9gctqa0T", Sm2Public)]
    public void FromPem_KeyAsOpenSslWritesIt_IsRead(string base64, string publicKey)
    {
        using RecordSigningKey key = RecordSigningKey.FromPem($"-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n");
        Assert.Equal(publicKey, Convert.ToHexString(key.PublicKey.Bytes));
    }

    [Fact]
    public void FromPem_AnythingElse_IsRefusedWithWhatIsNeeded()
    {
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using RSA rsa = RSA.Create(1024);
        foreach (string pem in new[] { "", "key", p384.ExportSubjectPublicKeyInfoPem(), rsa.ExportSubjectPublicKeyInfoPem(), p384.ExportPkcs8PrivateKeyPem() })
        {
            Assert.Contains("needed", Assert.Throws<FormatException>(() => RecordPublicKey.FromPem(pem)).Message.Replace("give the public key", "needed", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        foreach (string pem in new[] { "", p384.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), p384.ExportECPrivateKeyPem(), p384.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)) })
        {
            Assert.Contains("needed", Assert.Throws<FormatException>(() => RecordSigningKey.FromPem(pem)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(AlgorithmSuite.Sha256P256)]
    [InlineData(AlgorithmSuite.Sm3Sm2)]
    public void Keys_MutatedPemOrBytes_AreReadOrRefused(AlgorithmSuite suite)
    {
        Random random = new(20261201);
        using RecordSigningKey key = RecordSigningKey.Create(suite);
        byte[] publicPem = Encoding.ASCII.GetBytes(key.PublicKey.ToPem());
        byte[] privatePem = Encoding.ASCII.GetBytes(key.ToPem());
        byte[] bytes = key.PublicKey.Bytes.ToArray();
        for (int round = 0; round < 1000; round++)
        {
            Read(() => RecordPublicKey.FromPem(Encoding.Latin1.GetString(Vectors.Mutate(publicPem, random))));
            Read(() => RecordPublicKey.FromBytes(suite, Vectors.Mutate(bytes, random)));
            Read(() =>
            {
                using RecordSigningKey read = RecordSigningKey.FromPem(Encoding.Latin1.GetString(Vectors.Mutate(privatePem, random)));
            });
        }

        Assert.Throws<FormatException>(() => RecordSigningKey.FromSecret(suite, new byte[32]));
        Assert.Throws<FormatException>(() => RecordSigningKey.FromSecret(suite, Enumerable.Repeat(byte.MaxValue, 32).ToArray()));

        static void Read(Action read)
        {
            try
            {
                read();
            }
            catch (FormatException)
            {
            }
        }
    }
}
