using EdgeAI.Device.Application;

namespace EdgeAI.Tests.Device.Application;

public sealed class StoredRecordTests
{
    private readonly TearingStore _store = new();

    [Fact]
    public void Load_NeverSaved_SaysSo() => Assert.Equal(-1, Open().Load(new byte[100]));

    [Fact]
    public void Load_AfterManySaves_GivesTheLastOne()
    {
        StoredRecord record = Open();
        for (byte value = 1; value <= 9; value++)
        {
            Assert.True(record.Save([value, value], 2));
            Assert.Equal((2, value), Read(Open()));
            Assert.Equal((2, value), Read(record));
        }
    }

    [Fact]
    public void Save_PowerCutAtEachByte_LeavesTheRecordBeforeOrTheNewOne()
    {
        for (int cut = 0; cut < 40; cut++)
        {
            StoredRecord record = Open();
            Assert.True(record.Save([1], 1));
            Assert.True(record.Save([2], 1));
            _store.BytesUntilPowerCut = cut;
            bool stands = record.Save([3, 3, 3], 3);
            _store.BytesUntilPowerCut = int.MaxValue;

            (int length, byte value) = Read(Open());
            Assert.Equal(stands ? (3, (byte)3) : (1, (byte)2), (length, value));
            Assert.Equal(cut >= 13, stands);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Save_NeverLoaded_ReplacesWhatStandsThere(int before)
    {
        StoredRecord record = Open();
        for (int save = 0; save < before; save++)
        {
            Assert.True(record.Save([1], 1));
        }

        Assert.True(Open().Save([2, 2], 2));
        Assert.Equal((2, (byte)2), Read(Open()));
    }

    [Fact]
    public void Save_AfterATornOne_GoesOn()
    {
        StoredRecord record = Open();
        Assert.True(record.Save([1], 1));
        _store.BytesUntilPowerCut = 5;
        Assert.False(record.Save([2], 1));
        _store.BytesUntilPowerCut = int.MaxValue;
        StoredRecord after = Open();
        Assert.Equal((1, (byte)1), Read(after));
        Assert.True(after.Save([3], 1));
        Assert.Equal((1, (byte)3), Read(Open()));
    }

    [Fact]
    public void Load_AnyBitDamaged_FallsBackToTheOtherPlace()
    {
        StoredRecord record = Open();
        Assert.True(record.Save([1, 1], 2));
        Assert.True(record.Save([2, 2], 2));
        for (int bit = 0; bit < 12 * 8; bit++)
        {
            _store.Damage(0, bit);
            (int length, byte value) = Read(Open());
            Assert.Equal((2, (byte)1), (length, value));
            _store.Damage(0, bit);
        }
    }

    [Fact]
    public void Save_StoreRefuses_IsCountedAndKeepsTheRecord()
    {
        StoredRecord record = Open();
        Assert.True(record.Save([1], 1));
        _store.IsBroken = true;
        Assert.False(record.Save([2], 1));
        Assert.Equal(1, record.FailedSaves);
        Assert.Equal((1, (byte)1), Read(Open()));
    }

    private StoredRecord Open() => new(_store, 0, 100);

    private static (int Length, byte First) Read(StoredRecord record)
    {
        byte[] bytes = new byte[100];
        return (record.Load(bytes), bytes[0]);
    }
}
