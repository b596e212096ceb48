using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>What a council's return files call things, and the map by which each import is read.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261129120000_ReturnMaps")]
    public partial class ReturnMaps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "import_map",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    headings = table.Column<string>(type: "jsonb", nullable: false),
                    values = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_map", x => x.import_id);
                    table.ForeignKey(
                        name: "FK_import_map_import_import_id",
                        column: x => x.import_id,
                        principalTable: "import",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "return_map",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    headings = table.Column<string>(type: "jsonb", nullable: false),
                    values = table.Column<string>(type: "jsonb", nullable: false),
                    confirmed_by = table.Column<string>(type: "text", nullable: true),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_return_map", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "return_map",
                columns: new[] { "id", "confirmed_at", "confirmed_by", "headings", "values", "version" },
                columnTypes: new[] { "smallint", "timestamp with time zone", "text", "jsonb", "jsonb", "bigint" },
                values: new object[] { (short)1, null, null, "[]", "[]", 1L });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "import_map");

            migrationBuilder.DropTable(
                name: "return_map");
        }
    }
}
