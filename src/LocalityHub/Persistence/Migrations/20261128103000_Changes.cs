using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>What the daily feed has given of each child, and in which transaction a child changed last.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261128103000_Changes")]
    public partial class Changes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<ulong>(
                name: "changed_in",
                table: "child",
                type: "xid8",
                nullable: false,
                defaultValueSql: "pg_current_xact_id()");

            migrationBuilder.CreateIndex(
                name: "child_changed",
                table: "child",
                columns: new[] { "changed_in", "id" });

            migrationBuilder.Sql(
                """
                create function child_changed() returns trigger language plpgsql as
                $$ begin new.changed_in := pg_current_xact_id(); return new; end $$;
                create trigger child_changed before update on child for each row execute function child_changed();
                """);

            migrationBuilder.CreateTable(
                name: "feed_record",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    elements = table.Column<string>(type: "jsonb", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feed_record", x => x.child_id);
                    table.ForeignKey(
                        name: "FK_feed_record_child_child_id",
                        column: x => x.child_id,
                        principalTable: "child",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "feed_record");

            migrationBuilder.Sql("drop trigger child_changed on child; drop function child_changed();");

            migrationBuilder.DropIndex(
                name: "child_changed",
                table: "child");

            migrationBuilder.DropColumn(
                name: "changed_in",
                table: "child");
        }
    }
}
