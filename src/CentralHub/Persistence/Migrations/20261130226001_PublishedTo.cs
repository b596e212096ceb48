using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>For which councils the register was made: until it is published anew each council reads its own rows alone, which is asked for at once.</summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261130226001_PublishedTo")]
    public partial class PublishedTo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "published_to",
                columns: table => new
                {
                    owner = table.Column<short>(type: "smallint", nullable: false),
                    readers = table.Column<short[]>(type: "smallint[]", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_published_to", row => row.owner));
            migrationBuilder.Sql("insert into register_due (id, kind) values (gen_random_uuid(), 6)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "published_to");
    }
}
